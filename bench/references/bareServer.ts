/** The smallest possible language server: one constant diagnostic for each document. */
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const start = { line: 0, character: 0 };
const diagnostics = [{ range: { start, end: start }, message: 'constant' }];

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }));
documents.onDidChangeContent(({ document }) =>
  connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics }),
);
documents.listen(connection);
connection.listen();
