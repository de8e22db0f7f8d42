/** The open document of a file is found without a look at all others, of which there may be thousands. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { TextDocuments, type Connection, type TextDocumentItem } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createOpenDocuments } from '../../server/src/documents/openDocument.ts';

interface Editor {
  readonly open: (uri: string) => void;
  readonly close: (uri: string) => void;
}

/** The documents of an editor, which nobody may list. */
function openIn(): { readonly documents: TextDocuments<TextDocument>; readonly editor: Editor } {
  const documents = new TextDocuments(TextDocument);
  const handlers: Record<string, (params: { textDocument: Partial<TextDocumentItem> }) => void> = {};
  const keep = (name: string) => (handler: unknown) => {
    handlers[name] = handler as (typeof handlers)[string];
    return { dispose: () => undefined };
  };
  const connection = {
    onDidOpenTextDocument: keep('open'),
    onDidCloseTextDocument: keep('close'),
    onDidChangeTextDocument: keep('change'),
    onWillSaveTextDocument: keep('willSave'),
    onWillSaveTextDocumentWaitUntil: keep('willSaveWaitUntil'),
    onDidSaveTextDocument: keep('save'),
  } as unknown as Connection;
  documents.listen(connection);
  documents.all = documents.keys = () => assert.fail('all documents are looked at');
  return {
    documents,
    editor: {
      open: (uri) => handlers['open']?.({ textDocument: { uri, languageId: 'json', version: 1, text: '' } }),
      close: (uri) => handlers['close']?.({ textDocument: { uri } }),
    },
  };
}

suite('the open document of a file', () => {
  const { documents, editor } = openIn();
  const openDocument = createOpenDocuments(documents);

  test('is found however its URI is spelled', () => {
    editor.open('file:///c%3A/a%20b/A.json');
    assert.equal(openDocument('file:///c:/a b/A.json')?.uri, 'file:///c%3A/a%20b/A.json');
    assert.equal(openDocument('file:///c:/a b/B.json'), undefined);
  });

  test('is none when it is closed', () => {
    editor.open('file:///B.json');
    editor.close('file:///B.json');
    assert.equal(openDocument('file:///B.json'), undefined);
  });

  test('is still found when it is closed under one of two spellings', () => {
    editor.open('file:///(C).json');
    editor.open('file:///%28C%29.json');
    editor.close('file:///(C).json');
    assert.equal(openDocument('file:///(C).json')?.uri, 'file:///%28C%29.json');
  });
});
