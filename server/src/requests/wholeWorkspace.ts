/** Answers the requests that search the whole workspace, or change all of it. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { createDiskMemo, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import type {
  ReviewedTextParams,
  ReviewedTextResult,
  ReviewResult,
  TickedEditsParams,
  TickedEditsResult,
  UnusedAccess,
} from '../../../protocol/src/index.ts';
import type { PolicySearch } from '../features/policySearch.ts';
import { reviewWorkspace } from '../features/review/reviewWorkspace.ts';
import { reviewedText, tickedEdits, type TickedWork } from '../features/review/ticked.ts';
import { unusedAccess } from '../features/unusedAccess.ts';
import { t } from '../lsp/language.ts';
import { noProgress, type Progress } from '../lsp/progress.ts';
import type { RequestOptions } from './options.ts';

export async function lookThrough(options: RequestOptions): Promise<UnusedAccess> {
  const { analyser, folders, progress } = options;
  const { survey, indexFor } = analyser;
  const shown = await progress(t('Looking for unused access'));
  return unusedAccess({ ...searchWith(survey, options, shown), folders, indexFor }).finally(shown.done);
}

export async function review(options: RequestOptions): Promise<ReviewResult> {
  const { analyser, folders, progress } = options;
  const { analyse, indexFor } = analyser;
  const shown = await progress(t('Reviewing the policies of the workspace'));
  const search = searchWith((document, memo) => analyse(document, { memo }), options, shown);
  return reviewWorkspace({ ...search, folders, indexFor }).finally(shown.done);
}

export function showReviewed(params: ReviewedTextParams, options: RequestOptions): Promise<ReviewedTextResult> {
  return reviewedText(params, tickedWork(options, noProgress));
}

export async function editTicked(params: TickedEditsParams, options: RequestOptions): Promise<TickedEditsResult> {
  const shown = await options.progress(t('Refining the policies of the workspace'));
  return tickedEdits(params, tickedWork(options, shown)).finally(shown.done);
}

function tickedWork(options: RequestOptions, shown: Progress): TickedWork {
  const { publisher, folders } = options;
  const { current, isStillRight } = publisher;
  return { ...searchWith(current, options, shown), folders, isStillRight, report: shown.report };
}

/** A search for one request. */
function searchWith<F>(
  examine: (document: TextDocument, memo: DiskMemo) => Promise<F | undefined>,
  { platform, analyser, openDocument }: RequestOptions,
  { isCancelled }: Progress,
): PolicySearch<F> {
  const { holdsFindings, readingOf } = analyser;
  return { platform, holdsFindings, readingOf, examine, documentOf: openDocument, memo: createDiskMemo(), isCancelled };
}
