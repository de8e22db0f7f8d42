/**
 * Each version of a document is read once, however many requests ask for it: editors send several with each keystroke.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createSyntaxes } from '../../core/src/index.ts';
import { createAnalyser, type AnalyserOptions } from '../../server/src/documents/analyser.ts';

suite('a document that holds no policy', () => {
  /** Nothing else is asked for where there is no policy. */
  const analyser = createAnalyser({
    store: {},
    large: { tell: async () => undefined },
    syntaxes: createSyntaxes(async () => assert.fail('only JSON is read here')),
  } as unknown as AnalyserOptions);
  const counted = (text: string): { readonly document: TextDocument; readonly reads: () => number } => {
    const document = TextDocument.create('file:///w/A.json', 'json', 1, text);
    const getText = document.getText.bind(document);
    let reads = 0;
    return { document: Object.assign(document, { getText: () => (reads++, getText()) }), reads: () => reads };
  };

  for (const [what, text] of [
    ['sound', '{"Effect": 1, "Statement": 1}'],
    ['broken', `"Effect" "Statement" ${', '.repeat(5000)}`],
  ] as const)
    test(`is read once for all requests, and again when it has changed: ${what}`, async () => {
      const { document, reads } = counted(text);
      assert.deepEqual(await Promise.all([analyser.analyse(document), analyser.analyse(document)]), [
        undefined,
        undefined,
      ]);
      await analyser.analyse(document);
      assert.equal(reads(), 1);
      TextDocument.update(document, [{ text: `${text} ` }], 2);
      await analyser.analyse(document);
      assert.equal(reads(), 2);
    });
});
