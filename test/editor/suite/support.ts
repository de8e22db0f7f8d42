/** What the editor suites share. Every wait names its condition; none waits for time. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../client/src/extension.ts';
import type { AnalysedParams, PolicyStatus } from '../../../protocol/src/index.ts';

const latest = new Map<string, AnalysedParams>();
const analysed = new vscode.EventEmitter<AnalysedParams>();
let counted = 0;

/** Activates the extension and listens to what it has analysed. Called once before all suites. */
export async function listen(): Promise<void> {
  const extension = vscode.extensions.getExtension<ExtensionApi>('iam-refine.iam-refine');
  assert.ok(extension, 'the extension is installed');
  const api = await extension.activate();
  api.onAnalysed((params) => {
    counted++;
    latest.set(vscode.Uri.parse(params.uri).toString(), params);
    analysed.fire(params);
  });
}

/** How many analyses were announced so far. */
export function analyses(): number {
  return counted;
}

/** A file of the workspace. */
export function inWorkspace(file: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a workspace is open');
  return vscode.Uri.file(path.join(folder.uri.fsPath, file));
}

export async function writeFile(file: string, text: string): Promise<vscode.Uri> {
  const uri = inWorkspace(file);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}

export async function readFile(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
}

/** The day of the analysis of an example's finding, which is as old as the copy of the examples. */
export async function findingDay(name: string): Promise<string> {
  const finding = JSON.parse(await readFile(inWorkspace(`findings/${name}.finding.json`))) as { analyzedAt: string };
  return finding.analyzedAt.slice(0, 10);
}

/** Opens a file in an editor and waits for its analysis. */
export async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(inWorkspace(file));
  await vscode.window.showTextDocument(document);
  await untilAnalysed(document);
  return document;
}

/** Resolves when the server answers for the document once more, as it is now. */
export async function untilAnalysedAgain(document: vscode.TextDocument, what: string): Promise<void> {
  latest.delete(document.uri.toString());
  await until(what, () => latest.get(document.uri.toString())?.version === document.version, analysed.event);
}

/** Resolves when the server has answered for the document as it is now. */
export async function untilAnalysed(document: vscode.TextDocument): Promise<AnalysedParams> {
  const key = document.uri.toString();
  const isDone = (): boolean => latest.get(key)?.version === document.version;
  await until(`version ${document.version} of ${path.basename(key)} is analysed`, isDone, analysed.event);
  return latest.get(key) as AnalysedParams;
}

/** Resolves with what is said of the policies of a document when that meets a condition. */
export async function untilStatus(
  document: vscode.TextDocument,
  what: string,
  isMet: (status: PolicyStatus) => boolean,
): Promise<PolicyStatus> {
  const status = (): PolicyStatus | undefined => latest.get(document.uri.toString())?.status;
  const isDone = (): boolean => {
    const now = status();
    return now !== undefined && isMet(now);
  };
  await until(what, isDone, analysed.event, () => JSON.stringify(status()));
  return status() as PolicyStatus;
}

/** Resolves when the diagnostics of a document meet a condition. */
export async function untilDiagnostics(
  uri: vscode.Uri,
  what: string,
  isMet: (found: PlainDiagnostic[]) => boolean,
): Promise<PlainDiagnostic[]> {
  await until(
    what,
    () => isMet(diagnosticsOf(uri)),
    vscode.languages.onDidChangeDiagnostics,
    () => JSON.stringify(diagnosticsOf(uri)),
  );
  return diagnosticsOf(uri);
}

async function until(
  what: string,
  isMet: () => boolean,
  changes: vscode.Event<unknown>,
  last: () => string = () => '',
): Promise<void> {
  if (isMet()) return;
  await new Promise<void>((resolve, reject) => {
    const end = setTimeout(() => {
      listener.dispose();
      reject(new Error(`in 15 s it did not happen that ${what} ${last()}`));
    }, 15_000);
    const listener = changes(() => {
      if (!isMet()) return;
      clearTimeout(end);
      listener.dispose();
      resolve();
    });
  });
}

/** Our diagnostics of a document as plain data, in the order of the text. */
export interface PlainDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly at: string;
  readonly isFaded: boolean;
  readonly related: string[];
}

export function diagnosticsOf(uri: vscode.Uri): PlainDiagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'iam-refine')
    .toSorted((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ code, severity, message, range, tags, relatedInformation }) => ({
      code: typeof code === 'object' ? String(code.value) : String(code),
      severity: vscode.DiagnosticSeverity[severity],
      message,
      at: `${range.start.line + 1}:${range.start.character + 1}-${range.end.line + 1}:${range.end.character + 1}`,
      isFaded: tags?.includes(vscode.DiagnosticTag.Unnecessary) === true,
      related: (relatedInformation ?? []).map(
        ({ location, message: text }) =>
          `${path.basename(location.uri.fsPath)}:${location.range.start.line + 1} ${text}`,
      ),
    }));
}

/** For how many code actions the edit is asked for, as VS Code does for the one that is chosen. */
const resolvedActions = 100;

/** The code actions at the first place where `text` stands. */
export async function actionsAt(
  document: vscode.TextDocument,
  text: string,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  const position = document.positionAt(document.getText().indexOf(text) + 1);
  const range = new vscode.Range(position, position);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind?.value,
    resolvedActions,
  );
  return actions.filter(
    ({ kind: found, title }) => found?.value !== undefined && /^(?:Remove|Replace|Refine|Use the finding)/.test(title),
  );
}

/** Applies an action and waits until its result is analysed. */
export async function apply(document: vscode.TextDocument, action: vscode.CodeAction | undefined): Promise<string> {
  assert.ok(action?.edit, `an edit is offered: ${action?.title}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit), 'VS Code takes the edit');
  await untilAnalysed(document);
  return document.getText();
}

/** Takes back all changes of a document, so that the next test finds it as it is on disk. */
export async function restore(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  if (document.isDirty) await vscode.commands.executeCommand('workbench.action.files.revert');
  await untilAnalysed(document);
}

/** What a hover says at the first place where `text` stands, as Markdown. */
export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text) + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value))
    .join('\n');
}

/** Adds a line, and saves with the fixes that run on save: gives the text after. */
export async function savedWithFixes(document: vscode.TextDocument): Promise<string> {
  await vscode.window.showTextDocument(document);
  const settings = vscode.workspace.getConfiguration('editor', document.uri);
  await settings.update(
    'codeActionsOnSave',
    { 'source.fixAll.iamRefine': 'explicit' },
    vscode.ConfigurationTarget.Workspace,
  );
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(document.getText().length), '\n');
  await vscode.workspace.applyEdit(edit);
  await vscode.commands.executeCommand('workbench.action.files.save');
  await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
  assert.equal(document.isDirty, false, 'it is saved');
  return document.getText();
}
