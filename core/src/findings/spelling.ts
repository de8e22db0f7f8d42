import { memoise } from '../memo.ts';
import { elements, members, stringOf, type TreeNode } from '../text/tree.ts';
import type { JsonRecord } from '../text/jsonValue.ts';

/**
 * Members as the AWS CLI spells them, which is how everything here asks for them. Other tools spell them otherwise:
 * .NET and Go `FindingDetails`, Ruby `finding_details`. So letter case and underscores are not looked at.
 */
export interface Spelling {
  /**
   * A record with its members as the CLI spells them: itself where they are, which costs one look-up for each of its
   * members; else a copy, in which members that nothing here reads are left out. `undefined` where a member stands
   * there in two spellings: which of them counts cannot be known.
   */
  readonly usual: (record: JsonRecord) => JsonRecord | undefined;
  /** The name of a member that stands in a record in two spellings. */
  readonly ambiguous: (record: JsonRecord) => string | undefined;
}

/** The name of a member without what SDKs spell in different ways: letter case, underscores and hyphens. */
export const foldName: (name: string) => string = memoise((name) => name.replace(/[_-]/g, '').toLowerCase());

/**
 * Of whole documents, and of the parts of findings and recommendations. The names that are read, and those that stand
 * in common documents and are not, so that such documents are recognised as usual ones at once.
 */
export const spelling: Spelling = createSpelling([
  // Access Analyzer: GetFindingV2, ListFindingsV2, GetFindingRecommendation.
  'findings findingDetails findingType id resource resourceType resourceOwnerAccount status error analyzedAt createdAt updatedAt nextToken',
  'unusedPermissionDetails unusedIamRoleDetails serviceNamespace actions action lastAccessed value',
  'recommendationType resourceArn recommendedSteps unusedPermissionsRecommendedStep existingPolicyId recommendedAction recommendedPolicy',
  'policyUpdatedAt startedAt completedAt',
  // IAM: GetServiceLastAccessedDetails, and what is printed by its relatives.
  'JobStatus JobType JobCreationDate JobCompletionDate IsTruncated Marker ServicesLastAccessed EntityDetailsList AccessDetails',
  // Security Hub and EventBridge.
  'RecommendationSteps UnusedPermissions ExistingPolicy ProductFields RecordState findingId detail resources metadata uid',
  'isDeleted permission_analysis_results',
  // Access Analyzer: ListFindings, ListAccessPreviewFindings.
  'changeType isPublic condition',
]);

/** Of the services and actions in a last-accessed report. */
export const reportSpelling: Spelling = createSpelling([
  'ServiceName ServiceNamespace LastAuthenticated LastAuthenticatedEntity LastAuthenticatedRegion TotalAuthenticatedEntities',
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

/** A record in the usual spelling with its enum values as texts: .NET may print them as `{"Value": "ACTIVE"}`. */
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

/**
 * Is no member of a record spelled otherwise than these? Asked of millions of records, it costs one look at each
 * member.
 */
export function hasOnly(record: JsonRecord, names: ReadonlySet<string>): boolean {
  for (const key in record) if (!names.has(key)) return false;
  return true;
}

/** The members that a record may have. */
export interface MemberSet {
  /**
   * The name of a member of a record, as it is spelled there, that has a value and is none of these in any spelling.
   */
  readonly unknownIn: (record: JsonRecord) => string | undefined;
}

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

/** A member of a record under all its spellings: how it is spelled, and its value. */
export function spellingsOf(record: JsonRecord, name: string): readonly (readonly [key: string, value: unknown])[] {
  return Object.entries(record).filter(([key]) => foldName(key) === foldName(name));
}

/** The first member of an object node that has one of these names in any spelling. */
export function memberNode(node: TreeNode, ...names: readonly string[]): TreeNode | undefined {
  const folded = new Set(names.map(foldName));
  return members(node).find(([key]) => folded.has(foldName(stringOf(key) ?? '')))?.[1];
}

/** As {@link memberNode}: its elements; none where it is no list. */
export function memberElements(node: TreeNode, ...names: readonly string[]): readonly TreeNode[] {
  return elements(memberNode(node, ...names));
}
