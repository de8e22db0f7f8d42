import type { ChangeAnnotation, Connection, Range, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, spanBetween, spanEnd, type TextEdit } from '../../../core/src/text/index.ts';
import { fileName } from '../../../platform/src/fileUris.ts';
import type { RefineWorkspaceParams, RefineWorkspaceResult, SkippedFile } from '../../../protocol/src/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import { createDiskMemo, type DiskMemo } from '../../../platform/src/diskMemo.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import type { Publisher } from '../documents/publisher.ts';
import { rangeOf } from '../lsp/convert.ts';
import type { Progress } from '../lsp/progress.ts';
import { t, told } from '../lsp/language.ts';
import { doubtAbout, doubtfulPolicies } from './doubt.ts';
import { nothingToDoReason } from './refineFile.ts';

export interface WorkspaceRefinement {
  readonly connection: Connection;
  readonly capabilities: ClientCapabilities;
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly current: Publisher['current'];
  readonly progress: Progress;
}

/**
 * Refines open documents in one edit, in which the user confirms the part of each document in the editor. Each part is
 * bound to the version of its document, so that a document that changes during the preview is not edited.
 */
export async function refineWorkspace(
  { uris }: RefineWorkspaceParams,
  means: WorkspaceRefinement,
): Promise<RefineWorkspaceResult> {
  const { connection, capabilities, progress } = means;
  if (!capabilities.confirmedEdits)
    return {
      kind: 'not-applied',
      reason: t('this editor cannot show an edit for confirmation: refine the files one by one'),
    };
  const skipped: SkippedFile[] = [];
  const parts: RefinedDocument[] = [];
  const memo = createDiskMemo();
  for (const [i, uri] of uris.entries()) {
    if (progress.isCancelled()) return { kind: 'not-applied', reason: t('it was cancelled') };
    progress.report((100 * i) / uris.length);
    const { part, reason } = await refineDocument(uri, means, memo);
    if (part !== undefined) parts.push(part);
    if (reason !== undefined) skipped.push({ uri, reason });
  }
  const fresh = await renewed(parts, skipped, means);
  progress.done();
  if (fresh.length === 0)
    return { kind: 'nothing', reason: t('Nothing was changed: the output lists the reason for each file.'), skipped };
  const answer = await connection.workspace.applyEdit({ label: t('Refine Workspace'), edit: confirmedEdit(fresh) });
  if (!answer.applied) return { kind: 'not-applied', reason: notAppliedReason(fresh, answer.failureReason) };
  return {
    kind: 'refined',
    files: fresh.map(({ document, kept, removed }) => ({ uri: document.uri, kept, removed })),
    skipped,
  };
}

function notAppliedReason(parts: readonly RefinedDocument[], failure: string | undefined): string {
  const changed = parts.find(({ document, found }) => document.version !== found.version);
  return changed === undefined
    ? (failure ?? t('it was not confirmed'))
    : t('{0} has changed in the meantime', fileName(changed.document.uri));
}

interface RefinedDocument {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly edits: readonly TextEdit[];
  readonly kept: number;
  readonly removed: number;
}

/** The edits of one document, and what is left unchanged. */
async function refineDocument(
  uri: string,
  { documentOf, current }: WorkspaceRefinement,
  memo: DiskMemo,
): Promise<{ readonly part?: RefinedDocument; readonly reason?: string }> {
  const document = documentOf(uri);
  const found = document && (await current(document, memo));
  if (document === undefined || found === undefined || found.version !== document.version)
    return { reason: t('it contains no identity-based IAM policy or has changed in the meantime') };
  const except = doubtfulPolicies(found);
  const { edits, kept, removed, left } = found.engine.refine(found.analysis, {
    kind: 'file',
    except: new Set(except.keys()),
  });
  const doubts = doubtsIn(found);
  const reasons = [...left.map(({ reason }) => told(reason)), ...doubts];
  if (edits.length === 0)
    return {
      reason:
        doubts.length > 0 ? reasons.join('; ') : [nothingToDoReason(found, left.length > 0), ...reasons].join(' '),
    };
  const part = { document, found, edits, kept, removed };
  return reasons.length === 0 ? { part } : { part, reason: t('partly: {0}', reasons.join('; ')) };
}

/** The messages about policies with a doubtful finding. They are left out, and can be refined file by file. */
function doubtsIn(found: DocumentAnalysis): string[] {
  const { changes } = found.engine.propose(found.analysis, { kind: 'file' });
  const doubt = doubtAbout(
    found,
    changes.map(({ place }) => place.policy),
  );
  return doubt === undefined ? [] : [t('{0}; refine this file on its own to confirm', doubt.reason)];
}

/** Makes the parts again: documents, findings, the configuration or links may have changed meanwhile. */
async function renewed(
  parts: readonly RefinedDocument[],
  skipped: SkippedFile[],
  means: WorkspaceRefinement,
): Promise<RefinedDocument[]> {
  const fresh: RefinedDocument[] = [];
  const memo = createDiskMemo();
  for (const part of parts) {
    const { document, found } = part;
    const isSame = (await means.current(document, memo)) === found && found.version === document.version;
    const again = isSame ? { part } : await refineDocument(document.uri, means, memo);
    if (again.part !== undefined) fresh.push(again.part);
    else
      skipped.push({ uri: document.uri, reason: t('it has changed in the meantime, and nothing can be removed now') });
  }
  return fresh;
}

/**
 * One edit with one checkbox for each document. There are no checkboxes for parts of a document: a partial edit is not
 * proven, and might leave invalid JSON or remove an action that another part would add.
 */
function confirmedEdit(parts: readonly RefinedDocument[]): WorkspaceEdit {
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  for (const { document, kept, removed } of parts)
    changeAnnotations[document.uri] = {
      label:
        removed === 1
          ? t('{0}: removes 1 unused action, keeps {1}', fileName(document.uri), kept)
          : t('{0}: removes {1} unused actions, keeps {2}', fileName(document.uri), removed, kept),
      needsConfirmation: true,
    };
  const documentChanges = parts.map(({ document, found, edits }) => ({
    textDocument: { uri: document.uri, version: found.version },
    edits: [{ ...asOneEdit(document, edits), annotationId: document.uri }],
  }));
  return { documentChanges, changeAnnotations };
}

/** One edit from the first to the last change. The edits are sorted and disjoint. */
function asOneEdit(
  document: TextDocument,
  edits: readonly TextEdit[],
): { readonly range: Range; readonly newText: string } {
  const text = document.getText();
  const from = edits[0]?.span.offset ?? 0;
  const last = edits.at(-1)?.span;
  const to = last === undefined ? from : spanEnd(last);
  const inside = edits.map(({ span, newText }) => ({
    span: { offset: span.offset - from, length: span.length },
    newText,
  }));
  return {
    range: rangeOf(document, spanBetween(from, to)),
    newText: applyEdits(text.slice(from, to), inside) ?? text.slice(from, to),
  };
}
