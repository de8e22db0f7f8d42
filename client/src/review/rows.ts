/** The rows of a review, and what is ticked in it. Knows nothing of VS Code. */
import type { ReviewedFile, ReviewedPolicy, TickedFile, WorkspaceReview } from '../../../protocol/src/index.ts';

export type ReviewRow =
  /** Applies what is ticked: this many policies, with this many actions. */
  | { readonly kind: 'apply'; readonly policies: number; readonly removed: number }
  | { readonly kind: 'cancel' }
  /** How many files are skipped. */
  | { readonly kind: 'skipped'; readonly files: number }
  | PolicyRow
  | EntryRow;

export interface PolicyRow {
  readonly kind: 'policy';
  readonly file: ReviewedFile;
  readonly policy: ReviewedPolicy;
}

/** Action strings that change: a wildcard with what replaces it, or all plain actions that are removed. */
export interface EntryRow {
  readonly kind: 'entry';
  readonly of: PolicyRow;
  /** Its index among the rows of the policy. */
  readonly index: number;
  readonly texts: readonly string[];
  /** Empty if they are removed. */
  readonly to: readonly string[];
}

/** A review, and what the user unticked in it. */
export interface OpenReview {
  readonly found: WorkspaceReview;
  /** One row for each policy, in the order of the review. */
  readonly policies: readonly PolicyRow[];
  readonly isTicked: (row: PolicyRow) => boolean;
  readonly tick: (row: PolicyRow, isTicked: boolean) => void;
}

/** Everything is ticked at first. */
export function openReview(found: WorkspaceReview): OpenReview {
  const unticked = new Set<string>();
  return {
    found,
    policies: found.files.flatMap((file) =>
      file.policies.map((policy): PolicyRow => ({ kind: 'policy', file, policy })),
    ),
    isTicked: (row) => !unticked.has(idOf(row)),
    tick(row, isTicked) {
      if (isTicked) unticked.delete(idOf(row));
      else unticked.add(idOf(row));
    },
  };
}

/** The rows below a row, or the top rows. */
export function rowsBelow(row: ReviewRow | undefined, review: OpenReview): readonly ReviewRow[] {
  if (row === undefined) return topRows(review);
  return row.kind === 'policy' ? entryRows(row) : [];
}

/** One row for each wildcard, and one for all plain actions: it takes a look to see what becomes of a wildcard. */
function entryRows(of: PolicyRow): EntryRow[] {
  const wildcards = of.policy.entries.filter(isWildcard);
  const plain = of.policy.entries.filter((entry) => !isWildcard(entry)).map(({ text }) => text);
  const rows = wildcards.map(({ text, to }, index): EntryRow => ({ kind: 'entry', of, index, texts: [text], to }));
  if (plain.length > 0) rows.push({ kind: 'entry', of, index: rows.length, texts: plain, to: [] });
  return rows;
}

function isWildcard({ text, to }: ReviewedPolicy['entries'][number]): boolean {
  return to.length > 0 || /[*?]/.test(text);
}

function topRows(review: OpenReview): ReviewRow[] {
  const files = skippedFiles(review.found);
  return [
    applyRow(review),
    { kind: 'cancel' },
    ...(files === 0 ? [] : [{ kind: 'skipped', files } as const]),
    ...review.policies,
  ];
}

function applyRow(review: OpenReview): ReviewRow {
  const ticked = review.policies.filter(review.isTicked);
  return { kind: 'apply', policies: ticked.length, removed: removedIn(ticked) };
}

export function removedIn(rows: readonly PolicyRow[]): number {
  return rows.reduce((sum, { policy }) => sum + policy.removed, 0);
}

/** How many different files are skipped, wholly or partly. */
export function skippedFiles({ skipped }: Pick<WorkspaceReview, 'skipped'>): number {
  return new Set(skipped.map(({ uri }) => uri)).size;
}

/** An id for each row, the same whenever rows are made again. */
export function idOf(row: ReviewRow): string {
  switch (row.kind) {
    case 'policy':
      return `${row.policy.policy} ${row.file.uri}`;
    case 'entry':
      return `${row.index} of ${idOf(row.of)}`;
    case 'apply':
    case 'cancel':
    case 'skipped':
      return row.kind;
  }
}

/** The files with ticked policies. */
export function tickedIn(review: OpenReview): TickedFile[] {
  return review.found.files.map((file) => tickedOf(file, review)).filter(({ policies }) => policies.length > 0);
}

/** What is ticked of a file. */
export function tickedOf(file: ReviewedFile, { isTicked }: OpenReview): TickedFile {
  const ticked = file.policies.filter((policy) => isTicked({ kind: 'policy', file, policy }));
  return { uri: file.uri, mark: file.mark, policies: ticked.map(({ policy }) => policy) };
}
