/**
 * VS Code's own JSON language service with a schema for policies, on the same kind of connection as our server. It
 * validates a document immediately when it is opened or changed.
 */
import { getLanguageService, type JSONSchema } from 'vscode-json-languageservice';
import { createConnection, ProposedFeatures, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const oneOrMore = (items: JSONSchema): JSONSchema => ({ anyOf: [items, { type: 'array', items }] });
const texts = oneOrMore({ type: 'string' });
const statement: JSONSchema = {
  type: 'object',
  required: ['Effect'],
  properties: {
    Sid: { type: 'string', pattern: '^[A-Za-z0-9 ]*$' },
    Effect: { enum: ['Allow', 'Deny'] },
    Action: texts,
    NotAction: texts,
    Resource: texts,
    NotResource: texts,
    Condition: { type: 'object' },
  },
  additionalProperties: false,
};
const policy: JSONSchema = {
  type: 'object',
  required: ['Version', 'Statement'],
  properties: {
    Version: { enum: ['2012-10-17', '2008-10-17'] },
    Id: { type: 'string' },
    Statement: oneOrMore(statement),
  },
  additionalProperties: false,
};

const connection = createConnection(ProposedFeatures.all);
const documents = new TextDocuments(TextDocument);
const service = getLanguageService({});
service.configure({ validate: true, schemas: [{ uri: 'policy://schema', fileMatch: ['*.json'], schema: policy }] });

connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }));
documents.onDidChangeContent(async ({ document }) => {
  const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
  await connection.sendDiagnostics({ uri: document.uri, version: document.version, diagnostics });
});
documents.listen(connection);
connection.listen();
