import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say } from '../text/message.ts';
import { principalOf, type Principal } from './model.ts';
import { whenSaid, type Said } from './said.ts';
import {
  closedContent,
  closedFinding,
  isClosedStatus,
  failedFinding,
  findingWithoutActions,
  otherType,
  type ClosedFinding,
  type OtherFinding,
  type SetAsideFinding,
} from './setAside.ts';
import { spelling, withPlainEnums } from './spelling.ts';

/**
 * An active finding about unused permissions that says how many there are, but not which: from `list-findings-v2`, an EventBridge event or
 * Security Hub. Nothing can be removed on its word; the whole finding has to be fetched.
 */
export type CountedFinding =
  | {
      readonly from: 'access-analyzer';
      readonly id: string;
      /** Where the document names it. */
      readonly analyzer?: string | undefined;
      /** Where the document names it. */
      readonly principal?: Principal | undefined;
    }
  /** In Security Hub's new format (OCSF): fetched is what AWS recommends. `id` is its `metadata.uid`. */
  | { readonly from: 'security-hub'; readonly id: string };

export interface ReadCounted {
  readonly kind: 'counted';
  readonly counted: CountedFinding;
  /** The same as what does not count of its principal, where that is known. */
  readonly setAside?: SetAsideFinding | undefined;
}

/** A finding without details as one case of what a value of a findings file may be; `undefined` for any other value. `value`: in the usual spelling. */
export function readCounted(value: JsonRecord): ReadCounted | OtherFinding | ClosedFinding | undefined {
  const [detail, fields] = [partOf(value, 'detail'), partOf(value, 'ProductFields')];
  if (Array.isArray(value['permission_analysis_results'])) return fromOcsf(partOf(value, 'metadata'));
  if (fields !== undefined) return fromSecurityHub(fields, value);
  if (detail !== undefined) return summary(detail, textOf(detail['findingId']), analyzerIn(textOf(listOf(value['resources'])[0])));
  return summary(value, textOf(value['id']), undefined);
}

/** A member that is a record, in the usual spelling. */
function partOf(record: JsonRecord, name: string): JsonRecord | undefined {
  const part = record[name];
  const usual = isRecord(part) ? spelling.usual(part) : undefined;
  return usual && withPlainEnums(usual);
}

/** An element of `list-findings-v2`, or the `detail` of an EventBridge event. */
function summary(node: JsonRecord, id: string | undefined, analyzer: string | undefined): ReturnType<typeof readCounted> {
  const { findingType: type, status } = node;
  if (typeof type !== 'string' || id === undefined) return undefined;
  const principal = principalOf(textOf(node['resource']) ?? '');
  if (!isAboutPolicies(type)) return otherType(type, principal, id);
  if (principal === undefined && isClosedStatus(status)) return notActive(status);
  const notCounting = principal === undefined ? undefined : closedOrFailed(node, principal);
  return notCounting ?? counted(type, { from: 'access-analyzer', id, analyzer, principal }, { principal, ...whenSaid(node) });
}

function closedOrFailed(node: JsonRecord, principal: Principal): ClosedFinding | OtherFinding | undefined {
  const { status, error, isDeleted } = node;
  if (isClosedStatus(status)) return closedFinding(node, principal, status);
  if ((error ?? undefined) !== undefined) return failedFinding(node, principal);
  return (isDeleted ?? false) === false ? undefined : closedFinding(node, principal, 'deleted');
}

function notActive(status: unknown): OtherFinding {
  return { kind: 'other', what: closedContent(textOf(status)) };
}

/** A record of Security Hub that is archived does not say whether the finding is. */
function fromSecurityHub(fields: JsonRecord, value: JsonRecord): ReturnType<typeof readCounted> {
  const [type, id] = [textOf(fields['findingType']), textOf(fields['findingId'])];
  if (type === undefined || id === undefined) return undefined;
  if (!isAboutPolicies(type)) return otherType(type, undefined, id);
  if (value['RecordState'] !== 'ACTIVE') return notActive(value['RecordState']);
  const [resource] = listOf(value['resources']).filter(isRecord);
  const principal = principalOf(textOf(resource && spelling.usual(resource)?.['id']) ?? '');
  return counted(type, { from: 'access-analyzer', id, analyzer: analyzerIn(textOf(value['id'])) }, { principal, ...whenSaid(value) });
}

function isAboutPolicies(type: string): boolean {
  return type === 'UnusedPermission' || type === 'UnusedIAMRole';
}

/** When it was said, and of whom. */
interface SaidOf extends Said {
  readonly principal: Principal | undefined;
}

/** Of an unused role, nothing is missing that would be used. */
function counted(
  type: string,
  found: CountedFinding & { readonly from: 'access-analyzer' },
  { principal, ...said }: SaidOf,
): ReturnType<typeof readCounted> {
  if (type !== 'UnusedPermission') return withoutDetails;
  const setAside = principal && findingWithoutActions(principal, found.id, said);
  return isArgument(found.id) ? { kind: 'counted', counted: found, setAside } : { ...withoutDetails, setAside };
}

const withoutDetails: OtherFinding = { kind: 'other', what: say('a finding without details') };

/** May it stand in a command? What could mean something to a shell, or an option or a file to the AWS CLI, is no identifier of AWS. */
function isArgument(id: string): boolean {
  return /^\w[\w:/.+=@-]*$/.test(id) && !id.includes('://');
}

/** Class 2008 of OCSF, "IAM Analysis Finding". */
function fromOcsf(metadata: JsonRecord | undefined): ReturnType<typeof readCounted> {
  const id = textOf(metadata?.['uid']);
  if (id === undefined || !isArgument(id)) return withoutDetails;
  return { kind: 'counted', counted: { from: 'security-hub', id } };
}

/** The analyzer's ARN at the start of a text; what could mean something to a shell is no ARN. */
function analyzerIn(text: string | undefined): string | undefined {
  return /^arn:[\w-]+:access-analyzer:[\w-]+:\d{12}:analyzer\/[\w.-]+/.exec(text ?? '')?.[0];
}

/** The command that fetches what the counted finding leaves out. */
export function fetchCommand(finding: CountedFinding): string {
  switch (finding.from) {
    case 'access-analyzer':
      return `aws accessanalyzer get-finding-v2 --analyzer-arn ${finding.analyzer ?? 'ANALYZER_ARN'} --id ${finding.id}`;
    case 'security-hub':
      return `aws securityhub get-recommended-policy-v2 --metadata-uid ${finding.id}`;
  }
}

/** What to tell of a file with counted findings, a line each; nothing where it has none. At most twenty commands are spelled out. */
export function countedAdvice(findings: readonly CountedFinding[]): string[] {
  if (findings.length === 0) return [];
  const [count, them] = findings.length === 1 ? ['1 finding', 'it'] : [`${findings.length} findings`, 'them'];
  const commands = findings.slice(0, 20).map((finding) => `  ${fetchCommand(finding)}`);
  const more = findings.length > 20 ? [`  … and so on for ${findings.length - 20} more`] : [];
  return [`${count} without the names of the unused actions; fetch ${them} with`, ...commands, ...more];
}
