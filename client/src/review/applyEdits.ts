/** Applies the edits of a review to all files at once, each only to the text that it was made for. */
import * as vscode from 'vscode';
import { digestOfLines, type FileEdits } from '../../../protocol/src/index.ts';

export interface AppliedEdits {
  readonly applied: readonly FileEdits[];
  /** The files that were left alone, because they changed after their edits were made. */
  readonly changed: readonly FileEdits[];
  /** VS Code did not apply the edit. */
  readonly isRefused: boolean;
}

/** VS Code closes the oldest documents that no editor shows if there are more. */
const mostOpen = 50;

/**
 * One edit of all files, which one undo takes back. VS Code applies the edit of an open document only to the version
 * that was compared here; few files are opened for that. Others are compared just before.
 */
export async function applyAtOnce(files: readonly FileEdits[]): Promise<AppliedEdits> {
  if (files.length <= mostOpen)
    await Promise.allSettled(files.map(({ uri }) => vscode.workspace.openTextDocument(vscode.Uri.parse(uri))));
  const before = openTexts();
  const closed = new Map(await Promise.all(files.filter(({ uri }) => !before.has(keyOf(uri))).map(readText)));
  const now = openTexts();
  const same: FileEdits[] = [];
  const changed: FileEdits[] = [];
  for (const file of files) {
    const text = now.get(keyOf(file.uri))?.getText() ?? closed.get(file.uri);
    (text !== undefined && digestOfLines(text) === file.digest ? same : changed).push(file);
  }
  if (same.length === 0) return { applied: [], changed, isRefused: false };
  // Nothing is awaited from the comparison on: the versions are still those that were compared.
  const isApplied = await vscode.workspace.applyEdit(editOf(same), { isRefactoring: true });
  return { applied: isApplied ? same : [], changed, isRefused: !isApplied };
}

function openTexts(): ReadonlyMap<string, vscode.TextDocument> {
  return new Map(vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document]));
}

/** A URI as VS Code spells it. */
function keyOf(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}

/** The text of a file as VS Code would open it; `undefined` if it cannot be read. */
async function readText({ uri }: FileEdits): Promise<[string, string | undefined]> {
  const file = vscode.Uri.parse(uri);
  try {
    return [uri, await vscode.workspace.decode(await vscode.workspace.fs.readFile(file), { uri: file })];
  } catch {
    return [uri, undefined];
  }
}

function editOf(files: readonly FileEdits[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, edits } of files)
    edit.set(
      vscode.Uri.parse(uri),
      edits.map(({ range: { start, end }, newText }) =>
        vscode.TextEdit.replace(new vscode.Range(start.line, start.character, end.line, end.character), newText),
      ),
    );
  return edit;
}
