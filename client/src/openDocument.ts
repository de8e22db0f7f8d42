import * as vscode from 'vscode';

/**
 * Opens a document. If VS Code takes it for plain text, it is opened as JSON, because the server needs a JSON document.
 */
export async function documentOf(uri: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return document.languageId === 'plaintext' ? vscode.languages.setTextDocumentLanguage(document, 'json') : document;
}
