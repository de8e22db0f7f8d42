/** Reads what was deployed: the resources of a CloudFormation stack, and of a Terraform state. */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { nameIn, principalTypeOf, type DeployedResource, type Deployment } from './deployment.ts';
import { isPlan, readState } from './deployedState.ts';
import { spellingsOf } from './spelling.ts';

/**
 * The deployments that a JSON value describes; `undefined` for any other value. What looks like deployed resources, but
 * is not understood, is a deployment of which nothing is known. Never throws. O(size of the value).
 */
export function readDeployed(value: unknown): readonly Deployment[] | undefined {
  if (!isRecord(value)) return undefined;
  return readStacks(value) ?? readState(value) ?? readInside(value);
}

/** The most resources that `describe-stack-resources` returns (CloudFormation API Reference, DescribeStackResources). */
const mostDescribed = 100;

/** The output of `aws cloudformation describe-stack-resources` or `list-stack-resources`. */
function readStacks(value: JsonRecord): readonly Deployment[] | undefined {
  const lists = [...spellingsOf(value, 'StackResources'), ...spellingsOf(value, 'StackResourceSummaries')];
  const [list, another] = lists;
  if (list === undefined) return undefined;
  if (another !== undefined || !Array.isArray(list[1]))
    return [unreadStack(say('its list of resources is not understood'))];
  const entries = listOf(list[1]);
  const isDescribed = spellingsOf(value, 'StackResources').length > 0;
  const isPage = spellingsOf(value, 'NextToken').some(([, token]) => token !== null && token !== undefined);
  const isCutOff = isPage || (isDescribed && entries.length >= mostDescribed);
  return stacksIn(entries).map(({ of, entries: resources, isOdd }): Deployment => {
    const id = textOf(of['stackid']);
    const name = textOf(of['stackname']) ?? id?.split('/')[1];
    const account = id?.split(':')[4];
    return {
      kind: 'stack',
      name,
      key: id ?? name,
      account: account !== undefined && /^\d{12}$/.test(account) ? account : undefined,
      resources: resources.flatMap(stackResource),
      isCutOff: isCutOff || isOdd,
    };
  });
}

interface OpenStack {
  readonly of: JsonRecord;
  readonly entries: JsonRecord[];
  isOdd: boolean;
}

/** The entries by stack. */
function stacksIn(entries: readonly unknown[]): readonly OpenStack[] {
  const byStack = new Map<string, OpenStack>();
  for (const entry of entries) {
    const of = isRecord(entry) ? plain(entry) : {};
    const key = textOf(of['stackid']) ?? textOf(of['stackname']) ?? '';
    const stack = byStack.get(key) ?? { of, entries: [], isOdd: false };
    byStack.set(key, stack);
    if (textOf(of['logicalresourceid']) === undefined || textOf(of['resourcetype']) === undefined) stack.isOdd = true;
    else stack.entries.push(of);
  }
  return [...byStack.values()];
}

function unreadStack(unread: Message): Deployment {
  return { kind: 'stack', resources: [], isCutOff: true, unread };
}

/** A record with the names of its members in lower case, in whatever spelling a tool prints them. */
function plain(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.replace(/[_-]/g, '').toLowerCase(), value]),
  );
}

/** A resource that was deleted is not part of the stack any more. One that is to be deleted still is. */
function stackResource(entry: JsonRecord): DeployedResource[] {
  const [id = '', type = '', status = ''] = [
    textOf(entry['logicalresourceid']),
    textOf(entry['resourcetype']),
    textOf(entry['resourcestatus']),
  ];
  if (status === 'DELETE_COMPLETE') return [];
  const leaving = status.startsWith('DELETE') ? { isLeaving: true as const } : {};
  const principalType = principalTypeOf(type);
  if (principalType === undefined) return [{ id, type, ...leaving }];
  // The physical id of a role or user is its name (CloudFormation Template Reference, "Ref" of AWS::IAM::Role).
  const name = nameIn(entry['physicalresourceid']);
  return name === undefined
    ? [{ id, type, isUnclear: true, ...leaving }]
    : [{ id, type, principals: [{ type: principalType, name }], ...leaving }];
}

/** The names of members that hold deployed resources, by what was deployed. */
const holding: readonly (readonly [kind: Deployment['kind'], key: RegExp])[] = [
  ['stack', /^stack[_-]?resource(?:s|[_-]?summaries)$/i],
  ['state', /^(?:lineage|encrypted_data|root_module)$/],
];

/** Deployed resources deeper inside of a value are not read. A plan is known, and is no deployment. */
function readInside(value: JsonRecord): readonly Deployment[] | undefined {
  if (isPlan(value)) return undefined;
  const found = new Set<Deployment['kind']>();
  const open: unknown[] = Object.values(value);
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next))
      for (const key of Object.keys(next))
        for (const [kind, pattern] of holding) if (pattern.test(key)) found.add(kind);
    for (const inside of Object.values(next)) open.push(inside);
  }
  if (found.size === 0) return undefined;
  const unread = say('deployed resources are inside of another value, where they are not read');
  return [...found].map((kind) => ({ kind, resources: [], isCutOff: true, unread }));
}
