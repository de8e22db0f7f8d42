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
import { searchPolicies, type PolicySearch } from '../policySearch.ts';

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
  /** A folder of the workspace may be inside of another. */
  const seen = new Set<string>();
  let findings = 0;
  for (const folder of folders()) {
    findings += (await indexFor(`${folder}/-`))?.principals().length ?? 0;
    for await (const searched of searchPolicies(folder, workspace)) {
      if (searched.kind === 'ignored') {
        ignored.files += searched.files;
        ignored.folders += searched.folders;
        continue;
      }
      const uri = searched.kind === 'examined' ? searched.document.uri : searched.uri;
      if (seen.has(uri)) continue;
      seen.add(uri);
      if (searched.kind === 'unchecked') {
        const { file, reason } = searched;
        skipped.push({ uri, file, reason, remedy: 'open' });
        continue;
      }
      const review = reviewDocument(searched, platform.now());
      if (review.reviewed !== undefined) files.push(review.reviewed);
      for (const part of review.skipped) skipped.push(part);
    }
    if (isCancelled()) return { kind: 'none', reason: t('it was cancelled') };
  }
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
