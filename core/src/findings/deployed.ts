/** Reads what was deployed: the resources of a CloudFormation stack, and of a Terraform state. */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import type { DeployedResource, Deployment } from './deployment.ts';
import { readState } from './deployedState.ts';
import { spellingsOf } from './spelling.ts';

/** The deployments that a JSON value describes; `undefined` for any other value. Never throws. O(size of the value). */
export function readDeployed(value: unknown): readonly Deployment[] | undefined {
  if (!isRecord(value)) return undefined;
  return readStacks(value) ?? readState(value);
}

/** The most resources that `describe-stack-resources` returns (CloudFormation API Reference, DescribeStackResources). */
const mostDescribed = 100;

/** The output of `aws cloudformation describe-stack-resources` or `list-stack-resources`. */
function readStacks(value: JsonRecord): readonly Deployment[] | undefined {
  const described = listNamed(value, 'StackResources');
  const listed = listNamed(value, 'StackResourceSummaries');
  const entries = described ?? listed;
  if (entries === undefined) return undefined;
  const isPage = spellingsOf(value, 'NextToken').some(([, token]) => token !== null && token !== undefined);
  const isCutOff = isPage || (described !== undefined && described.length >= mostDescribed);
  const byStack = new Map<string, { readonly of: JsonRecord; readonly entries: JsonRecord[]; isOdd: boolean }>();
  for (const entry of entries) {
    const of = isRecord(entry) ? plain(entry) : {};
    const key = textOf(of['stackid']) ?? textOf(of['stackname']) ?? '';
    const stack = byStack.get(key) ?? { of, entries: [], isOdd: false };
    byStack.set(key, stack);
    if (textOf(of['logicalresourceid']) === undefined || textOf(of['resourcetype']) === undefined) stack.isOdd = true;
    else stack.entries.push(of);
  }
  return [...byStack.values()].map(({ of, entries: resources, isOdd }): Deployment => {
    const id = textOf(of['stackid']);
    const name = textOf(of['stackname']) ?? id?.split('/')[1];
    const account = id?.split(':')[4];
    return {
      name,
      key: id ?? name,
      account: account !== undefined && /^\d{12}$/.test(account) ? account : undefined,
      resources: resources.flatMap(stackResource),
      isCutOff: isCutOff || isOdd,
    };
  });
}

/** A record with the names of its members in lower case, in whatever spelling a tool prints them. */
function plain(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.replace(/[_-]/g, '').toLowerCase(), value]),
  );
}

function listNamed(value: JsonRecord, name: string): readonly unknown[] | undefined {
  const [first, ...others] = spellingsOf(value, name);
  return first !== undefined && others.length === 0 && Array.isArray(first[1]) ? listOf(first[1]) : undefined;
}

/** A resource that was deleted, or is being deleted, is not part of the stack any more. */
function stackResource(entry: JsonRecord): DeployedResource[] {
  const [id = '', type = '', name] = [
    textOf(entry['logicalresourceid']),
    textOf(entry['resourcetype']),
    textOf(entry['physicalresourceid']),
  ];
  if (textOf(entry['resourcestatus'])?.startsWith('DELETE') === true) return [];
  const principalType = type === 'AWS::IAM::Role' ? 'role' : type === 'AWS::IAM::User' ? 'user' : undefined;
  if (principalType === undefined || name === undefined || name === '') return [{ id, type }];
  // The physical id of a role or user is its name (CloudFormation Template Reference, "Ref" of AWS::IAM::Role).
  return [{ id, type, principals: [{ type: principalType, name }] }];
}
