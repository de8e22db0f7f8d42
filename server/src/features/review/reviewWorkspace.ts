/** The review of Refine Workspace: all that can be refined in the workspace, and all that is skipped. */
import { t } from '../../lsp/language.ts';
import type { Analyser, DocumentAnalysis } from '../../documents/analyser.ts';
import {
  risksByDanger,
  type ReviewResult,
  type ReviewedFile,
  type SkippedFile,
} from '../../../../protocol/src/index.ts';
import { reviewDocument } from './reviewDocument.ts';
import { countFindings, searchPolicies, type PolicySearch } from '../policySearch.ts';

export interface WorkspaceToReview extends PolicySearch<DocumentAnalysis> {
  readonly folders: () => readonly string[];
  readonly indexFor: Analyser['indexFor'];
}

/** Analyses every file of the workspace that may contain a policy, once. Nothing is changed. */
export async function reviewWorkspace(workspace: WorkspaceToReview): Promise<ReviewResult> {
  const { folders, indexFor, platform, isCancelled } = workspace;
  const files: ReviewedFile[] = [];
  const skipped: SkippedFile[] = [];
  const ignored = { files: 0, folders: 0 };
  const findings = await countFindings(folders(), indexFor);
  for await (const searched of searchPolicies(folders(), workspace)) {
    if (searched.kind === 'ignored') {
      ignored.files += searched.files;
      ignored.folders += searched.folders;
      continue;
    }
    if (searched.kind === 'unchecked') {
      const { uri, file, reason } = searched;
      skipped.push({ uri, file, reason, remedy: 'open' });
      continue;
    }
    const review = reviewDocument(searched, platform.now());
    if (review.reviewed !== undefined) files.push(review.reviewed);
    for (const part of review.skipped) skipped.push(part);
  }
  if (isCancelled()) return { kind: 'none', reason: t('it was cancelled') };
  return { kind: 'review', files: files.toSorted(riskiestFirst), skipped, ignored, findings };
}

function riskiestFirst(a: ReviewedFile, b: ReviewedFile): number {
  return rankOf(a) - rankOf(b) || removedIn(b) - removedIn(a) || (a.file < b.file ? -1 : 1);
}

function rankOf({ policies }: ReviewedFile): number {
  return policies.reduce((least, { risk }) => {
    return risk === undefined ? least : Math.min(least, risksByDanger.indexOf(risk.risk));
  }, risksByDanger.length);
}

function removedIn({ policies }: ReviewedFile): number {
  return policies.reduce((sum, { removed }) => sum + removed, 0);
}
