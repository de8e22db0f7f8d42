/** Findings that count the unused permissions without naming the actions, and the commands that fetch the rest. */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import type { CountedFinding, Decoded } from './decoded.ts';
import { doubtAboutType, doubtful, withoutArn, withoutId } from './detailedFinding.ts';
import { principalOf, type Principal } from './model.ts';
import { copyTimes, type CopyTimes } from './copyTimes.ts';
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
 * Reads a finding without details; `undefined` for any other value. `value` is in the usual spelling. The result is not
 * always `counted`: it may be a closed, failed or doubtful finding, or one of another type.
 */
export function readCounted(value: JsonRecord): Decoded | undefined {
  const [detail, fields] = [memberRecord(value, 'detail'), memberRecord(value, 'ProductFields')];
  if (Array.isArray(value['permission_analysis_results'])) return fromOcsf(memberRecord(value, 'metadata'));
  if (fields !== undefined) return fromSecurityHub(fields, value);
  if (detail !== undefined) return summary(detail, analyzerIn(textOf(listOf(value['resources'])[0])));
  return summary(value, undefined);
}

/** The member of this name in the usual spelling; `undefined` if it is not an object. */
function memberRecord(record: JsonRecord, name: string): JsonRecord | undefined {
  const part = record[name];
  const usual = isRecord(part) ? spelling.usual(part) : undefined;
  return usual && withPlainEnums(usual);
}

/**
 * Reads an element of `list-findings-v2`, the `detail` of an EventBridge event, or what a `--query` left of either. A
 * value with a finding type or a status is one.
 */
function summary(node: JsonRecord, analyzer: string | undefined): Decoded | undefined {
  const { resource, status } = node;
  const type = node['findingType'] ?? typeFromOtherApi(node);
  if ((type ?? status ?? undefined) === undefined) return undefined;
  const principal = principalOf(textOf(resource) ?? '');
  if (isOtherType(type)) return otherType(type, principal, idOf(node));
  return principal === undefined
    ? (withoutArn(resource, { id: idOf(node) }) ?? withoutPrincipal(node, analyzer))
    : ofPrincipal(node, principal, analyzer);
}

function ofPrincipal(node: JsonRecord, principal: Principal, analyzer: string | undefined): Decoded | undefined {
  const [type, id] = [node['findingType'], idOf(node)];
  if (id === undefined) return withoutId(principal);
  const doubt = doubtAboutType(type) ?? doubtAboutDeletion(node);
  if (doubt !== undefined) return doubtful({ principal, id }, doubt);
  const notCounting = closedOrFailed(node, principal);
  return (
    notCounting ??
    counted(type, { from: 'access-analyzer', id, analyzer, principal }, { principal, ...copyTimes(node) })
  );
}

/**
 * The type of a finding of another API, told from its members because it has no `findingType` (Access Analyzer
 * "AccessPreviewFinding" and "FindingSummary").
 */
function typeFromOtherApi({ resource, changeType, isPublic, condition }: JsonRecord): OtherType | undefined {
  if (typeof resource !== 'string') return undefined;
  if (changeType !== undefined) return 'AccessPreview';
  return isPublic === undefined && condition === undefined ? undefined : 'ExternalAccess';
}

/** Reads a finding that names no principal. */
function withoutPrincipal(node: JsonRecord, analyzer: string | undefined): Decoded | undefined {
  const { findingType: type, status } = node;
  const id = idOf(node);
  if (typeof type !== 'string' || id === undefined) return undefined;
  if (isClosedStatus(status)) return notActive(status);
  return counted(type, { from: 'access-analyzer', id, analyzer }, { principal: undefined, ...copyTimes(node) });
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

/** Reads a Security Hub record. An archived record does not tell whether the finding itself is archived. */
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
    { principal, ...copyTimes(value) },
  );
}

/** The times of a finding, and its principal. */
interface TimesAndPrincipal extends CopyTimes {
  readonly principal: Principal | undefined;
}

/** Only a finding about permissions has actions to fetch: an unused role's finding lacks nothing that is used here. */
function counted(
  type: unknown,
  found: CountedFinding & { readonly from: 'access-analyzer' },
  { principal, ...times }: TimesAndPrincipal,
): Decoded | undefined {
  if (type !== 'UnusedPermission') return withoutDetails;
  const setAside = principal && findingWithoutActions(principal, found.id, times);
  return isArgument(found.id) ? { kind: 'counted', counted: found, setAside } : { ...withoutDetails, setAside };
}

const withoutDetails: OtherFinding = { kind: 'other', what: say('a finding without details') };

/**
 * Is it safe to print the id as an argument of a command? No AWS identifier has characters that are special to a shell,
 * or looks like an option or a file of the AWS CLI.
 */
function isArgument(id: string): boolean {
  return /^\w[\w:/.+=@-]*$/.test(id) && !id.includes('://');
}

/** Reads the `metadata` of an OCSF finding (class 2008, "IAM Analysis Finding"). */
function fromOcsf(metadata: JsonRecord | undefined): Decoded | undefined {
  const id = textOf(metadata?.['uid']);
  if (id === undefined || !isArgument(id)) return withoutDetails;
  return { kind: 'counted', counted: { from: 'security-hub', id } };
}

/** The analyzer's ARN at the start of a text; `undefined` if there is none. It has no characters special to a shell. */
function analyzerIn(text: string | undefined): string | undefined {
  return /^arn:[\w-]+:access-analyzer:[\w-]+:\d{12}:analyzer\/[\w.-]+(?=\/|$)/.exec(text ?? '')?.[0];
}

/** The AWS CLI command that fetches the actions which the finding does not name. */
function fetchCommand(finding: CountedFinding): string {
  switch (finding.from) {
    case 'access-analyzer':
      return `aws accessanalyzer get-finding-v2 --analyzer-arn ${finding.analyzer ?? 'ANALYZER_ARN'} --id ${finding.id}`;
    case 'security-hub':
      return `aws securityhub get-recommended-policy-v2 --metadata-uid ${finding.id}`;
  }
}

/**
 * The lines that tell how to fetch the actions of counted findings: a heading and one command for each, at most twenty.
 * Empty if there are no such findings.
 */
export function fetchInstructions(findings: readonly CountedFinding[]): string[] {
  if (findings.length === 0) return [];
  const [count, them] = findings.length === 1 ? ['1 finding', 'it'] : [`${findings.length} findings`, 'them'];
  const commands = findings.slice(0, 20).map((finding) => `  ${fetchCommand(finding)}`);
  const more = findings.length > 20 ? [`  … and ${findings.length - 20} more`] : [];
  return [`${count} without the names of the unused actions; fetch ${them} with`, ...commands, ...more];
}
