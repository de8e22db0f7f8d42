import * as vscode from 'vscode';

/**
 * Opens a document. If VS Code takes it for plain text, it is opened as JSON or YAML, because the server needs a document
 * of a language with policies.
 */
export async function documentOf(uri: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  if (document.languageId !== 'plaintext') return document;
  const isJson = /^\s*(?:[{[]|\/[/*]|%\{)/.test(document.getText());
  return vscode.languages.setTextDocumentLanguage(document, isJson ? 'json' : 'yaml');
}
