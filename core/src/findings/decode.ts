import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { readCounted, type CountedFinding } from './countedFinding.ts';
import { principalOf, type FindingKind, type Principal } from './model.ts';
import { readRecommendations, type Recommendation } from './recommendation.ts';
import { readTime } from './time.ts';
import { say, type Message } from '../text/message.ts';

/** A service and its unused action names as the document writes them; `actions` is `undefined` for a service that is unused as a whole. */
export interface UnusedEntry {
  readonly service: string;
  readonly actions: readonly unknown[] | undefined;
}

/** A finding as it is read, before it is packed. */
export interface DecodedFinding {
  readonly kind: FindingKind;
  readonly principal?: Principal | undefined;
  readonly id?: string | undefined;
  readonly analyzedAt?: number | undefined;
  /** When this was said: a finding is analysed again and updated, and the later of the two tells which copy is newer. */
  readonly saidAt?: number | undefined;
  readonly incomplete?: Message | undefined;
  readonly lastAccessed?: number | undefined;
  readonly entries: readonly UnusedEntry[];
}

/** What one JSON value of a findings file says. */
export type Decoded =
  | { readonly kind: 'finding'; readonly finding: DecodedFinding }
  /** A finding that is archived or resolved: older copies of it do not count any more. */
  | { readonly kind: 'closed'; readonly id: string; readonly saidAt: number }
  | { readonly kind: 'counted'; readonly counted: CountedFinding }
  | { readonly kind: 'recommendations'; readonly recommendations: readonly Recommendation[] }
  /** A finding of a shape that is known, about something that is not used here. */
  | { readonly kind: 'other-finding' }
  | { readonly kind: 'nothing' };

/**
 * Reads one JSON value. Never throws; members nobody knows are passed over. Shapes: AWS API Reference, Access Analyzer "GetFindingV2" and
 * "GetFindingRecommendation"; IAM "GetServiceLastAccessedDetails"; Security Hub "GetRecommendedPolicyV2" and the finding formats.
 */
export function decode(value: unknown): Decoded {
  if (!isRecord(value)) return nothing;
  if (Array.isArray(value['findingDetails'])) return decodeFinding(value, value['findingDetails']);
  if (value['JobStatus'] !== undefined && value['JobCreationDate'] !== undefined) return { kind: 'finding', finding: decodeReport(value) };
  const recommendations = readRecommendations(value);
  if (recommendations !== undefined) return { kind: 'recommendations', recommendations };
  return readCounted(value) ?? nothing;
}

const nothing: Decoded = { kind: 'nothing' };
const otherFinding: Decoded = { kind: 'other-finding' };

/** The finding types that are used; of a user an unused password or access key says nothing about policies. */
const kinds: ReadonlyMap<unknown, FindingKind> = new Map([
  ['UnusedPermission', 'permissions'],
  ['UnusedIAMRole', 'role'],
]);

function decodeFinding(value: JsonRecord, details: readonly unknown[]): Decoded {
  const kind = kinds.get(value['findingType']);
  const principal = principalOf(textOf(value['resource']) ?? '');
  const id = textOf(value['id']);
  if (kind === undefined || principal === undefined) return typeof value['findingType'] === 'string' ? otherFinding : nothing;
  const analyzedAt = readTime(value['analyzedAt']);
  const saidAt = Math.max(analyzedAt ?? 0, readTime(value['updatedAt']) ?? 0);
  if (value['status'] !== 'ACTIVE') return id === undefined ? otherFinding : { kind: 'closed', id, saidAt };
  if (typeof value['error'] === 'string') return otherFinding;
  const incomplete = incompleteness(value);
  const lastAccessed = kind === 'role' ? lastAccessedOf(details) : undefined;
  const entries = kind === 'role' ? [] : permissionEntries(details);
  return { kind: 'finding', finding: { kind, principal, id, analyzedAt, saidAt, incomplete, lastAccessed, entries } };
}

/** Each detail is a union of which one member is set; members of other names are passed over. */
function permissionEntries(details: readonly unknown[]): UnusedEntry[] {
  const entries: UnusedEntry[] = [];
  for (const detail of details) {
    const entry = isRecord(detail) ? readEntry(detail['unusedPermissionDetails']) : undefined;
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/**
 * One `unusedPermissionDetails`, or an entry of the short form. No `actions`, null or an empty list: the service as a whole. Something that is
 * no list names nothing.
 */
export function readEntry(value: unknown): UnusedEntry | undefined {
  const service = isRecord(value) ? value['serviceNamespace'] : undefined;
  if (!isRecord(value) || typeof service !== 'string' || service === '') return undefined;
  const actions = value['actions'] ?? [];
  return { service, actions: Array.isArray(actions) && actions.length === 0 ? undefined : listOf(actions) };
}

function lastAccessedOf(details: readonly unknown[]): number | undefined {
  const detail = details.find((item) => isRecord(item) && isRecord(item['unusedIamRoleDetails']));
  const role = isRecord(detail) ? detail['unusedIamRoleDetails'] : undefined;
  return isRecord(role) ? readTime(role['lastAccessed']) : undefined;
}

/** The AWS CLI writes `nextToken` with `--no-paginate` and `NextToken` with `--max-items` when there is more to fetch. */
function incompleteness(value: JsonRecord): Message | undefined {
  const token = ['nextToken', 'NextToken'].find((key) => typeof value[key] === 'string');
  return token === undefined ? undefined : say('it holds a {0}, so it is one page of several', token);
}

/**
 * A last-accessed report. Unused is what it lists and what was never accessed in its tracking period, whatever its age; how old a last access
 * must be to count for nothing is for nobody but the user to say. A service without a last access is unused as a whole; one with a last
 * access and no actions says nothing about them.
 */
function decodeReport(value: JsonRecord): DecodedFinding {
  const analyzedAt = readTime(value['JobCompletionDate']) ?? readTime(value['JobCreationDate']);
  const services = listOf(value['ServicesLastAccessed']).filter(isRecord);
  const entries: UnusedEntry[] = [];
  for (const item of services) {
    const service = textOf(item['ServiceNamespace']);
    const actions = listOf(item['TrackedActionsLastAccessed']).filter(isRecord);
    if (service === undefined) continue;
    if (typeof item['LastAuthenticated'] !== 'string') entries.push({ service, actions: undefined });
    else if (actions.length > 0) entries.push({ service, actions: actions.filter(isNeverAccessed).map((action) => action['ActionName']) });
  }
  return {
    kind: 'report',
    principal: reportedPrincipal(services),
    id: textOf(value['JobCreationDate']),
    analyzedAt,
    saidAt: analyzedAt,
    incomplete: reportIncompleteness(value),
    entries,
  };
}

function isNeverAccessed(action: JsonRecord): boolean {
  return typeof action['LastAccessedTime'] !== 'string' && typeof action['LastAccessedEntity'] !== 'string';
}

/**
 * Whose report it is, where it tells: a report does not name its principal, but of a role or user every service was last accessed by that one.
 * One that several have accessed is of a group or a policy.
 */
function reportedPrincipal(services: readonly JsonRecord[]): Principal | undefined {
  const arns = new Set(services.map((service) => textOf(service['LastAuthenticatedEntity'])).filter((arn) => arn !== undefined));
  const isShared = services.some((service) => Number(service['TotalAuthenticatedEntities'] ?? 0) > 1);
  const [arn] = arns;
  return arn !== undefined && arns.size === 1 && !isShared ? principalOf(arn) : undefined;
}

function reportIncompleteness(value: JsonRecord): Message | undefined {
  const status = value['JobStatus'];
  if (status !== 'COMPLETED') return say('its JobStatus is {0}', typeof status === 'string' ? status : say('not COMPLETED'));
  return value['IsTruncated'] === true ? say('its IsTruncated is true, so it is one page of several') : undefined;
}
