/**
 * Runs one policy, in whatever form a document has it, through every feature of the engine, the server and the command
 * line.
 */
import { capableClient } from './clientCapabilities.ts';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CompletionItemKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, type Analysis, type DocumentReading, type Scope } from '../../core/src/index.ts';
import { noReference } from '../../core/src/actions/index.ts';
import { codeActionsFor } from '../../server/src/features/fixes/codeActions.ts';
import type { DocumentAnalysis } from '../../server/src/documents/analyser.ts';
import { codeLensesFor } from '../../server/src/features/codeLens.ts';
import { completionsFor } from '../../server/src/features/completion.ts';
import { entryAt } from '../../server/src/features/entryAt.ts';
import { hoverLines } from '../../server/src/features/hoverLines.ts';
import { inlayHintsFor } from '../../server/src/features/inlayHints.ts';
import { preview } from '../../server/src/features/preview.ts';
import { outlookOf } from '../../server/src/features/outlook.ts';
import { defaultSettings } from '../../server/src/lsp/settings.ts';
import { checkOf, examinationOf } from './examination.ts';
import { examined } from './policies.ts';
import { catalogueOf, unusedOf } from './samples.ts';

const catalogue = catalogueOf({ s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'], sqs: ['SendMessage'] });
const unused = unusedOf({ s3: ['GetBucketAcl'], sqs: null });
const engine = createEngine(catalogue);

/**
 * A document with a policy of three Allow statements. The first has `s3:Get*`, `s3:PutObject` and `sqs:SendMessage`,
 * the second only `sqs:*`, and the third only `s3:*`. Unused are `s3:GetBucketAcl` and the service SQS.
 */
export interface WrittenPolicy {
  readonly file: string;
  readonly text: string;
  readonly read: (
    text: string,
    before?: { readonly text: string; readonly reading: DocumentReading },
  ) => DocumentReading;
  /** The text after refining the whole document, its third entry, or its second statement. */
  readonly refined: { readonly file: string; readonly entry: string; readonly statement: string };
  /** An action as the document writes it, in quotes if its syntax has them. */
  readonly written: (action: string) => string;
  /** The second `Action` key as the document writes it. */
  readonly key: string;
}

/** Defines the tests of every feature for such a document. */
export function everyFeature({ file, text, read, refined, written, key }: WrittenPolicy): void {
  const analysisOf = (source: string): Analysis => examined(engine, source, unused, { reading: read(source) });
  const refine = (scope: Scope): string | undefined => {
    const analysis = analysisOf(text);
    return applyEdits(text, engine.refine(analysis, scope).edits);
  };
  const found = (): DocumentAnalysis => ({
    version: 1,
    analysis: analysisOf(text),
    engine,
    sources: { settings: { ...defaultSettings, codeLens: 'statements', inlayHints: true }, catalogue },
  });
  const document = TextDocument.create(`file:///w/${file}`, 'any', 1, text);
  const offsetOf = (action: string): number => text.indexOf(action);

  suite('the engine', () => {
    test('says what is unused, and where', () =>
      assert.deepEqual(
        analysisOf(text).problems.map(({ code, span, message }) => [
          code,
          text.slice(span.offset, span.offset + span.length),
          inWords(message),
        ]),
        [
          ['wildcard.partly-unused', written('s3:Get*'), '1 of 3 actions of s3:Get* is unused'],
          ['action.unused', written('sqs:SendMessage'), 'sqs:SendMessage is unused'],
          ['statement.unused', key, 'Everything this statement allows is reported unused'],
          ['action.unused', written('sqs:*'), 'Everything sqs:* allows is reported unused'],
          ['wildcard.partly-unused', written('s3:*'), '1 of 4 actions of s3:* is unused'],
        ],
      ));

    test('refines the whole of it, one entry, or one statement, and nothing else is touched', () =>
      assert.deepEqual(
        {
          file: refine({ kind: 'file' }),
          entry: refine({ kind: 'entry', policy: 0, statement: 0, entry: 2 }),
          statement: refine({ kind: 'statement', policy: 0, statement: 1 }),
        },
        refined,
      ));

    test('reads it again after an edit as it would at first', () => {
      const edited = text.replace('s3:PutObject', 's3:PutOb');
      assert.deepEqual(read(edited, { text, reading: read(text) }), read(edited));
    });
  });

  suite('the editor', () => {
    test('shows before and after, with sizes as IAM counts them', () => {
      const shown = preview(found());
      assert.ok(shown.kind === 'preview');
      assert.deepEqual([shown.refined, shown.size], [refined.file, outlookOf(found()).sizes[0]]);
    });

    test('hovers over an entry', () => {
      const place = entryAt(found(), offsetOf('s3:Get*') + 3);
      assert.ok(place !== undefined);
      const explanation = engine.explain(found().analysis, place);
      const [line] = hoverLines(found(), place, explanation, { now: 0, accesses: new Map(), reference: noReference });
      assert.match(line ?? '', /s3:Get/);
    });

    test('has lenses and hints', () => {
      const lenses = codeLensesFor(document, found(), {
        now: 0,
        capabilities: { ...capableClient, clientCommands: false },
      }).map(({ command }) => command?.title);
      assert.ok(lenses.includes('2 of 5 actions unused'), lenses.join());
      const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
      assert.notDeepEqual(inlayHintsFor(document, found(), { textDocument: document, range }), []);
    });

    test('completes an action, within its quotes', () => {
      const start = offsetOf('s3:PutObject');
      const position = document.positionAt(start + 's3:Put'.length);
      const items = completionsFor(document, found(), { textDocument: document, position });
      const put = items.find(({ label, kind }) => label === 'PutObject' && kind !== CompletionItemKind.Module);
      assert.deepEqual(put?.textEdit, {
        newText: 's3:PutObject',
        range: { start: document.positionAt(start), end: document.positionAt(start + 's3:PutObject'.length) },
      });
    });

    test('offers what is proven, with its edit', () => {
      const at = document.positionAt(offsetOf('sqs:SendMessage'));
      const context = { diagnostics: [], only: ['quickfix'] };
      const actions = codeActionsFor(
        document,
        found(),
        { textDocument: document, range: { start: at, end: at }, context },
        { ...capableClient, versionedEdits: false, disabledActions: false },
      );
      const remove = actions.find(({ title }) => title === 'Remove unused action sqs:SendMessage');
      const [edits = []] = Object.values(remove?.edit?.changes ?? {});
      assert.equal(TextDocument.applyEdits(document, [...edits]), refined.entry);
    });
  });

  test('the command line checks it', () => {
    const examinedFile = { path: `/w/${file}`, file: { text, mark: '' }, analysis: analysisOf(text) };
    const examination = examinationOf(examinedFile, { engine, catalogue });
    const { stdout, exitCode } = checkOf(examination, { format: 'text', allowUnread: false });
    const { line, character } = document.positionAt(offsetOf(written('s3:Get*')));
    const first = `${file}:${line + 1}:${character + 1}: warning: 1 of 3 actions of s3:Get* is unused [wildcard.partly-unused]`;
    assert.deepEqual([exitCode, stdout.includes(first)], [1, true], stdout);
  });
}
