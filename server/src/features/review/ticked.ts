/** What is ticked in a review, shown as text or made into edits. Both start from the files as they are now. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, placeAt, spanEnd, visible, type TextEdit } from '../../../../core/src/text/index.ts';
import { createDiskMemo, type DiskMemo } from '../../../../platform/src/diskMemo.ts';
import { fileName, pathBelow } from '../../../../platform/src/fileUris.ts';
import {
  digestOfLines,
  type FileEdits,
  type ReviewedTextParams,
  type ReviewedTextResult,
  type SkippedFile,
  type TickedEditsParams,
  type TickedEditsResult,
  type TickedFile,
} from '../../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import type { Publisher } from '../../documents/publisher.ts';
import { rangeOf } from '../../lsp/convert.ts';
import { t, told } from '../../lsp/language.ts';
import { offerOf, refineTicked, type CountedRefinement } from './offer.ts';
import { examinedFile, shownPath, type PolicySearch, type SearchedFile } from '../policySearch.ts';

export interface TickedWork extends PolicySearch<DocumentAnalysis> {
  readonly folders: () => readonly string[];
  readonly isStillRight: Publisher['isStillRight'];
  /** Percent. */
  readonly report: (percentage: number) => void;
}

/** The text of a file with exactly the ticked policies refined. */
export async function reviewedText(params: ReviewedTextParams, work: TickedWork): Promise<ReviewedTextResult> {
  const file = await refinedFile(params, work);
  if (file.kind === 'refused') return { kind: 'differs', reason: file.reason };
  const { text, policies } = file.found.analysis;
  const { edits } = file.refinement;
  const refined = applyEdits(text, edits) ?? text;
  const at = movedBy(edits, policies[params.shown]?.policy.keySpan.offset ?? 0);
  return { kind: 'refined', refined, line: placeAt(refined, at).line - 1 };
}

/** The offset after edits before it. */
function movedBy(edits: readonly TextEdit[], offset: number): number {
  const before = edits.filter(({ span }) => spanEnd(span) <= offset);
  return before.reduce((moved, { span, newText }) => moved + newText.length - span.length, offset);
}

/** The edits for the ticked policies of all files, decided and proven again. */
export async function tickedEdits({ files }: TickedEditsParams, work: TickedWork): Promise<TickedEditsResult> {
  const made: Refined[] = [];
  const refused: SkippedFile[] = [];
  const add = async (ticked: TickedFile, memo: DiskMemo): Promise<void> => {
    const refined = await refinedFile(ticked, { ...work, memo });
    if (refined.kind === 'refined') made.push(refined);
    else refused.push(refusedFile(ticked, refined.reason, work));
  };
  for (const [i, ticked] of files.entries()) {
    if (work.isCancelled()) return { kind: 'none', reason: t('it was cancelled') };
    work.report((100 * i) / files.length);
    await add(ticked, work.memo);
  }
  // Documents, findings or the configuration may have changed while other files were analysed.
  const memo = createDiskMemo();
  for (const refined of made.splice(0)) {
    if (await work.isStillRight(refined.document, refined.found, memo)) made.push(refined);
    else await add(refined.ticked, memo);
  }
  return { kind: 'edits', files: made.map(editsOf), refused };
}

interface Refined {
  readonly kind: 'refined';
  readonly ticked: TickedFile;
  readonly file: string;
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly refinement: CountedRefinement;
}

type RefinedFile = Refined | { readonly kind: 'refused'; readonly reason: string };

/** Refines the ticked policies of a file, if it is as it was reviewed. */
async function refinedFile(ticked: TickedFile, work: TickedWork): Promise<RefinedFile> {
  const current = await currentFile(ticked.uri, work);
  if (current?.kind !== 'examined') return { kind: 'refused', reason: hasChanged() };
  const { file, document, found } = current;
  const offer = offerOf(found);
  if (found.version !== document.version || offer.mark !== ticked.mark)
    return { kind: 'refused', reason: hasChanged() };
  const refinement = refineTicked(found, offer, ticked.policies);
  if (refinement.edits.length > 0 || ticked.policies.length === 0)
    return { kind: 'refined', ticked, file, document, found, refinement };
  const [reason] = refinement.left;
  return { kind: 'refused', reason: reason === undefined ? hasChanged() : told(reason.reason) };
}

function hasChanged(): string {
  return t('it has changed since the review, or its findings or the configuration have');
}

/** A file of the workspace as it is now: in the editor if it is open there, or on disk. */
async function currentFile(uri: string, work: TickedWork): Promise<SearchedFile<DocumentAnalysis> | undefined> {
  const folder = folderOf(uri, work);
  if (folder === undefined) return undefined;
  const open = work.documentOf(uri);
  if (open !== undefined) return examinedFile(folder, { uri, text: open.getText() }, work);
  const reading = await work.platform.readFile(uri, 'policies', work.memo);
  return reading.kind === 'read' ? examinedFile(folder, { uri, text: reading.text }, work) : undefined;
}

function folderOf(uri: string, { folders }: TickedWork): string | undefined {
  const above = folders().filter((folder) => pathBelow(folder, uri) !== undefined);
  return above.toSorted((a, b) => b.length - a.length)[0];
}

function refusedFile({ uri }: TickedFile, reason: string, work: TickedWork): SkippedFile {
  const folder = folderOf(uri, work);
  const file = folder === undefined ? visible(fileName(uri)) : shownPath(folder, uri);
  return { uri, file, reason: visible(reason), remedy: 'open' };
}

function editsOf({ file, document, found, refinement }: Refined): FileEdits {
  const { edits, kept, removed } = refinement;
  return {
    uri: document.uri,
    file,
    digest: digestOfLines(found.analysis.text),
    edits: edits.map(({ span, newText }) => ({ range: rangeOf(document, span), newText })),
    kept,
    removed,
  };
}
