import type { ChangeAnnotation, Connection, Range, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, spanBetween, spanEnd, type TextEdit } from '../../../core/src/index.ts';
import type { RefineWorkspaceParams, RefineWorkspaceResult, SkippedFile } from '../../../protocol/src/index.ts';
import type { Abilities } from '../abilities.ts';
import type { DocumentAnalysis } from '../analyser.ts';
import { rangeOf } from '../convert.ts';
import type { Progress } from '../progress.ts';
import { whyNothing } from './refineFile.ts';
import { t, told } from '../language.ts';

export interface WorkspaceRefinement {
  readonly connection: Connection;
  readonly abilities: Abilities;
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly current: (document: TextDocument) => Promise<DocumentAnalysis | undefined>;
  readonly progress: Progress;
}

/**
 * Refines open documents in one edit, a part of which for each document has to be confirmed in the editor. Each part is bound to the version of its
 * document, so that one that changes while the user looks at the preview is not edited on the word of what it was.
 */
export async function refineWorkspace({ uris }: RefineWorkspaceParams, means: WorkspaceRefinement): Promise<RefineWorkspaceResult> {
  const { connection, abilities, progress } = means;
  if (!abilities.confirmedEdits)
    return { kind: 'not-applied', reason: t('this editor cannot show an edit for confirmation: refine the files one by one') };
  const skipped: SkippedFile[] = [];
  const parts: RefinedDocument[] = [];
  for (const [i, uri] of uris.entries()) {
    if (progress.isCancelled()) return { kind: 'not-applied', reason: t('it was cancelled') };
    progress.report((100 * i) / uris.length);
    const { part, reason } = await refineDocument(uri, means);
    if (part !== undefined) parts.push(part);
    if (reason !== undefined) skipped.push({ uri, reason });
  }
  progress.done();
  if (parts.length === 0) return { kind: 'nothing', reason: t('Nothing in the policies of this workspace can be removed.'), skipped };
  const answer = await connection.workspace.applyEdit({ label: t('Refine Workspace'), edit: confirmedEdit(parts) });
  if (!answer.applied) return { kind: 'not-applied', reason: answer.failureReason ?? t('it was not confirmed') };
  return { kind: 'refined', files: parts.map(({ document, kept, removed }) => ({ uri: document.uri, kept, removed })), skipped };
}

interface RefinedDocument {
  readonly document: TextDocument;
  /** For which it was refined. */
  readonly version: number;
  readonly edits: readonly TextEdit[];
  readonly kept: number;
  readonly removed: number;
}

/** What is to be done in one document, and why not all of it is. */
async function refineDocument(
  uri: string,
  { documentOf, current }: WorkspaceRefinement,
): Promise<{ readonly part?: RefinedDocument; readonly reason?: string }> {
  const document = documentOf(uri);
  const found = document && (await current(document));
  if (document === undefined || found === undefined || found.version !== document.version)
    return { reason: t('it holds no identity-based IAM policy, or changed meanwhile') };
  const { edits, kept, removed, left } = found.refiner.refine(found.analysis, { kind: 'file' });
  const reasons = left.map(({ reason }) => told(reason));
  if (edits.length === 0) return { reason: [whyNothing(found, reasons.length > 0), ...reasons].join(' ') };
  const part = { document, version: found.version, edits, kept, removed };
  return reasons.length === 0 ? { part } : { part, reason: t('partly: {0}', reasons.join('; ')) };
}

/**
 * One edit, with a box to tick for each document, and no more: a part of what a document becomes was not proven, and might leave a comma too many
 * or take away what another part would have given.
 */
function confirmedEdit(parts: readonly RefinedDocument[]): WorkspaceEdit {
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  for (const { document, kept, removed } of parts)
    changeAnnotations[document.uri] = {
      label: t('{0}: {1} unused actions go, {2} stay', fileName(document.uri), removed, kept),
      needsConfirmation: true,
    };
  const documentChanges = parts.map(({ document, version, edits }) => ({
    textDocument: { uri: document.uri, version },
    edits: [{ ...asOneEdit(document, edits), annotationId: document.uri }],
  }));
  return { documentChanges, changeAnnotations };
}

/** From the first change to the last one. The edits are ordered and disjoint. */
function asOneEdit(document: TextDocument, edits: readonly TextEdit[]): { readonly range: Range; readonly newText: string } {
  const text = document.getText();
  const from = edits[0]?.span.offset ?? 0;
  const last = edits.at(-1)?.span;
  const to = last === undefined ? from : spanEnd(last);
  const inside = edits.map(({ span, newText }) => ({ span: { offset: span.offset - from, length: span.length }, newText }));
  return { range: rangeOf(document, spanBetween(from, to)), newText: applyEdits(text.slice(from, to), inside) ?? text.slice(from, to) };
}

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
