import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import type { CountedFinding, Decoded } from './decoded.ts';
import { doubtAboutType, doubtful, withoutArn, withoutId } from './detailedFinding.ts';
import { principalOf, type Principal } from './model.ts';
import { whenSaid, type Said } from './said.ts';
import {
  closedContent,
  closedFinding,
  isClosedStatus,
  failedFinding,
  findingWithoutActions,
  idOf,
  isOtherType,
  otherType,
  type OtherFinding,
  type OtherType,
} from './setAside.ts';
import { spelling, withPlainEnums } from './spelling.ts';

/**
 * A finding without details as one case of what a value of a findings file may be; `undefined` for any other value.
 * `value`: in the usual spelling.
 */
export function readCounted(value: JsonRecord): Decoded | undefined {
  const [detail, fields] = [partOf(value, 'detail'), partOf(value, 'ProductFields')];
  if (Array.isArray(value['permission_analysis_results'])) return fromOcsf(partOf(value, 'metadata'));
  if (fields !== undefined) return fromSecurityHub(fields, value);
  if (detail !== undefined) return summary(detail, analyzerIn(textOf(listOf(value['resources'])[0])));
  return summary(value, undefined);
}

/** A member that is a record, in the usual spelling. */
function partOf(record: JsonRecord, name: string): JsonRecord | undefined {
  const part = record[name];
  const usual = isRecord(part) ? spelling.usual(part) : undefined;
  return usual && withPlainEnums(usual);
}

/**
 * An element of `list-findings-v2`, the `detail` of an EventBridge event, or what a query has left of either: a type or
 * a status tells that it is one.
 */
function summary(node: JsonRecord, analyzer: string | undefined): Decoded | undefined {
  const { resource, status } = node;
  const type = node['findingType'] ?? otherApi(node);
  if ((type ?? status ?? undefined) === undefined) return undefined;
  const principal = principalOf(textOf(resource) ?? '');
  if (isOtherType(type)) return otherType(type, principal, idOf(node));
  return principal === undefined
    ? (withoutArn(resource, { id: idOf(node) }) ?? ofNobody(node, analyzer))
    : ofPrincipal(node, principal, analyzer);
}

function ofPrincipal(node: JsonRecord, principal: Principal, analyzer: string | undefined): Decoded | undefined {
  const [type, id] = [node['findingType'], idOf(node)];
  if (id === undefined) return withoutId(principal);
  const doubt = doubtAboutType(type) ?? doubtAboutDeletion(node);
  if (doubt !== undefined) return doubtful({ principal, id }, doubt);
  const notCounting = closedOrFailed(node, principal);
  return (
    notCounting ?? counted(type, { from: 'access-analyzer', id, analyzer, principal }, { principal, ...whenSaid(node) })
  );
}

/**
 * The type of a finding of another API, which has none (Access Analyzer "AccessPreviewFinding" and "FindingSummary").
 */
function otherApi({ resource, changeType, isPublic, condition }: JsonRecord): OtherType | undefined {
  if (typeof resource !== 'string') return undefined;
  if (changeType !== undefined) return 'AccessPreview';
  return isPublic === undefined && condition === undefined ? undefined : 'ExternalAccess';
}

/** One that names no principal. */
function ofNobody(node: JsonRecord, analyzer: string | undefined): Decoded | undefined {
  const { findingType: type, status } = node;
  const id = idOf(node);
  if (typeof type !== 'string' || id === undefined) return undefined;
  if (isClosedStatus(status)) return notActive(status);
  return counted(type, { from: 'access-analyzer', id, analyzer }, { principal: undefined, ...whenSaid(node) });
}

function doubtAboutDeletion({ isDeleted = null }: JsonRecord): Message | undefined {
  return typeof isDeleted === 'boolean' || isDeleted === null
    ? undefined
    : say('its {0} is neither true nor false', 'isDeleted');
}

function closedOrFailed(node: JsonRecord, principal: Principal): Decoded | undefined {
  const { status, error, isDeleted } = node;
  if (isClosedStatus(status)) return closedFinding(node, principal, status);
  if ((error ?? undefined) !== undefined) return failedFinding(node, principal);
  return isDeleted === true ? closedFinding(node, principal, 'deleted') : undefined;
}

function notActive(status: unknown): OtherFinding {
  return { kind: 'other', what: closedContent(textOf(status)) };
}

/** A record of Security Hub that is archived does not say whether the finding is. */
function fromSecurityHub(fields: JsonRecord, value: JsonRecord): Decoded | undefined {
  const [type, id] = [textOf(fields['findingType']), idOf(fields)];
  if (type === undefined || id === undefined) return undefined;
  if (isOtherType(type)) return otherType(type, undefined, id);
  if (value['RecordState'] !== 'ACTIVE') return notActive(value['RecordState']);
  const [record] = listOf(value['resources']).filter(isRecord);
  const resource = record && spelling.usual(record)?.['id'];
  const principal = principalOf(textOf(resource) ?? '');
  const doubt = doubtAboutType(type);
  if (principal === undefined || doubt !== undefined) {
    const doubts = withoutArn(resource, { id }, doubt);
    if (doubts !== undefined) return doubts;
  }
  return counted(
    type,
    { from: 'access-analyzer', id, analyzer: analyzerIn(textOf(value['id'])) },
    { principal, ...whenSaid(value) },
  );
}

/** When it was said, and of whom. */
interface SaidOf extends Said {
  readonly principal: Principal | undefined;
}

/** Of an unused role, nothing is missing that would be used. */
function counted(
  type: unknown,
  found: CountedFinding & { readonly from: 'access-analyzer' },
  { principal, ...said }: SaidOf,
): Decoded | undefined {
  if (type !== 'UnusedPermission') return withoutDetails;
  const setAside = principal && findingWithoutActions(principal, found.id, said);
  return isArgument(found.id) ? { kind: 'counted', counted: found, setAside } : { ...withoutDetails, setAside };
}

const withoutDetails: OtherFinding = { kind: 'other', what: say('a finding without details') };

/**
 * May it stand in a command? What could mean something to a shell, or an option or a file to the AWS CLI, is no
 * identifier of AWS.
 */
function isArgument(id: string): boolean {
  return /^\w[\w:/.+=@-]*$/.test(id) && !id.includes('://');
}

/** Class 2008 of OCSF, "IAM Analysis Finding". */
function fromOcsf(metadata: JsonRecord | undefined): Decoded | undefined {
  const id = textOf(metadata?.['uid']);
  if (id === undefined || !isArgument(id)) return withoutDetails;
  return { kind: 'counted', counted: { from: 'security-hub', id } };
}

/** The analyzer's ARN at the start of a text; what could mean something to a shell is no ARN. */
function analyzerIn(text: string | undefined): string | undefined {
  return /^arn:[\w-]+:access-analyzer:[\w-]+:\d{12}:analyzer\/[\w.-]+(?=\/|$)/.exec(text ?? '')?.[0];
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

/**
 * What to tell of a file with counted findings, a line each; nothing where it has none. At most twenty commands are
 * spelled out.
 */
export function countedAdvice(findings: readonly CountedFinding[]): string[] {
  if (findings.length === 0) return [];
  const [count, them] = findings.length === 1 ? ['1 finding', 'it'] : [`${findings.length} findings`, 'them'];
  const commands = findings.slice(0, 20).map((finding) => `  ${fetchCommand(finding)}`);
  const more = findings.length > 20 ? [`  … and so on for ${findings.length - 20} more`] : [];
  return [`${count} without the names of the unused actions; fetch ${them} with`, ...commands, ...more];
}
