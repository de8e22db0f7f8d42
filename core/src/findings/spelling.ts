/** Recognises the members of findings in the spellings that AWS tools print. */
import { memoise } from '../memo.ts';
import { elements, members, stringOf, type TreeNode } from '../text/tree.ts';
import type { JsonRecord } from '../text/jsonValue.ts';

/**
 * The usual spelling of members is that of the AWS CLI, and this code reads members by it. Other tools spell them
 * differently: .NET and Go `FindingDetails`, Ruby `finding_details`. So letter case, `_` and `-` are ignored.
 */
export interface Spelling {
  /**
   * A record in the usual spelling. If it has that spelling, it is returned itself, at the cost of one look-up for each
   * member. Otherwise a copy is returned, without the members that are not read. `undefined` if a member occurs in two
   * spellings, because which of them applies is not known.
   */
  readonly usual: (record: JsonRecord) => JsonRecord | undefined;
  /** The usual name of a member that a record has in two spellings; `undefined` if there is none. */
  readonly ambiguous: (record: JsonRecord) => string | undefined;
}

/** The name of a member without its differences between tools: letter case, underscores and hyphens. */
export const foldName: (name: string) => string = memoise((name) => name.replace(/[_-]/g, '').toLowerCase());

/**
 * The spelling of documents, and of the parts of findings and recommendations. It lists the members that are read, and
 * those that are not but are common: so common documents are recognised as usual without a copy.
 */
export const spelling: Spelling = createSpelling([
  // Access Analyzer: GetFindingV2, ListFindingsV2, GetFindingRecommendation.
  'findings findingDetails findingType id resource resourceType resourceOwnerAccount status error',
  'analyzedAt createdAt updatedAt nextToken',
  'unusedPermissionDetails unusedIamRoleDetails serviceNamespace actions action lastAccessed value',
  'recommendationType resourceArn recommendedSteps unusedPermissionsRecommendedStep existingPolicyId',
  'recommendedAction recommendedPolicy',
  'policyUpdatedAt startedAt completedAt',
  // IAM: GetServiceLastAccessedDetails and the other last-accessed reports.
  'JobStatus JobType JobCreationDate JobCompletionDate IsTruncated Marker',
  'ServicesLastAccessed EntityDetailsList AccessDetails',
  // Security Hub and EventBridge.
  'RecommendationSteps UnusedPermissions ExistingPolicy ProductFields RecordState',
  'findingId detail resources metadata uid',
  'isDeleted permission_analysis_results',
  // Access Analyzer: ListFindings, ListAccessPreviewFindings.
  'changeType isPublic condition',
]);

/** The spelling of the services and actions in a last-accessed report. */
export const reportSpelling: Spelling = createSpelling([
  'ServiceName ServiceNamespace LastAuthenticated LastAuthenticatedEntity LastAuthenticatedRegion',
  'TotalAuthenticatedEntities',
  'TrackedActionsLastAccessed ActionName LastAccessedEntity LastAccessedTime LastAccessedRegion',
]);

function createSpelling(lines: readonly string[]): Spelling {
  const names = new Set(lines.join(' ').split(' '));
  const byFolded = new Map([...names].map((name) => [foldName(name), name]));
  const nameOf = (key: string): string | undefined => byFolded.get(foldName(key));
  return {
    usual(record) {
      for (const key in record) if (!names.has(key)) return respelled(record, nameOf);
      return record;
    },
    ambiguous(record) {
      const found = Object.keys(record).map(nameOf);
      return found.find((name, i) => name !== undefined && found.indexOf(name) < i);
    },
  };
}

function respelled(record: JsonRecord, nameOf: (key: string) => string | undefined): JsonRecord | undefined {
  const copy = new Map<string, unknown>();
  for (const key of Object.keys(record)) {
    const name = nameOf(key);
    if (name === undefined) continue;
    if (copy.has(name)) return undefined;
    copy.set(name, record[key]);
  }
  return Object.fromEntries(copy);
}

const enumMembers: ReadonlySet<string> = new Set(
  'status findingType resourceType JobStatus JobType recommendationType recommendedAction RecordState'.split(' '),
);

/**
 * A record (in the usual spelling) with its enum values as strings: .NET may print them as `{"Value": "ACTIVE"}`.
 * Returns the record itself if they are strings already.
 */
export function withPlainEnums(record: JsonRecord): JsonRecord {
  let plain: Record<string, unknown> | undefined;
  for (const name in record) {
    const text = typeof record[name] === 'object' && enumMembers.has(name) ? boxedText(record[name]) : undefined;
    if (text !== undefined) plain = { ...(plain ?? record), [name]: text };
  }
  return plain ?? record;
}

function boxedText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [[key, text] = [], ...others] = Object.entries(value);
  return key !== undefined && foldName(key) === 'value' && typeof text === 'string' && others.length === 0
    ? text
    : undefined;
}

/** Does a record have only members with these names? A plain loop, because millions of records are asked. */
export function hasOnly(record: JsonRecord, names: ReadonlySet<string>): boolean {
  for (const key in record) if (!names.has(key)) return false;
  return true;
}

/** The members that a kind of record may have. */
export interface MemberSet {
  /** The first member of a record that has a value and an unknown name, as spelled there; `undefined` if none. */
  readonly unknownIn: (record: JsonRecord) => string | undefined;
}

/** The set of members with these names, separated by spaces, in any spelling. */
export function memberSet(names: string): MemberSet {
  const known = new Set(names.split(' ').flatMap((name) => [name, foldName(name)]));
  return {
    unknownIn(record) {
      for (const key in record)
        if (!known.has(key) && (record[key] ?? undefined) !== undefined && !known.has(foldName(key))) return key;
      return undefined;
    },
  };
}

/** All members of a record that are spellings of `name`: their keys and values. */
export function spellingsOf(record: JsonRecord, name: string): readonly (readonly [key: string, value: unknown])[] {
  return Object.entries(record).filter(([key]) => foldName(key) === foldName(name));
}

/** The value of the first member of an object node that has one of these names, in any spelling. */
export function memberNode(node: TreeNode, ...names: readonly string[]): TreeNode | undefined {
  const folded = new Set(names.map(foldName));
  return members(node).find(([key]) => folded.has(foldName(stringOf(key) ?? '')))?.[1];
}

/** The elements of the member that {@link memberNode} finds; empty if it is absent or not a list. */
export function memberElements(node: TreeNode, ...names: readonly string[]): readonly TreeNode[] {
  return elements(memberNode(node, ...names));
}
