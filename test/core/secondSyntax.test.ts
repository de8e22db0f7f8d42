/**
 * A document in a syntax that has nothing of JSON goes through every feature: what the engine, the server and the
 * command line say and write.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CompletionItemKind } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check } from '../../cli/src/check.ts';
import type { Examination } from '../../cli/src/examination.ts';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, readDocument, type Analysis, type Scope } from '../../core/src/index.ts';
import { noReference } from '../../core/src/actions/index.ts';
import type { DocumentAnalysis } from '../../server/src/documents/analyser.ts';
import { codeLensesFor } from '../../server/src/features/codeLens.ts';
import { completionsFor } from '../../server/src/features/completion.ts';
import { entryAt } from '../../server/src/features/entryAt.ts';
import { hoverLines } from '../../server/src/features/hoverLines.ts';
import { inlayHintsFor } from '../../server/src/features/inlayHints.ts';
import { preview } from '../../server/src/features/preview.ts';
import { refinedSizes } from '../../server/src/features/sizes.ts';
import { defaultSettings } from '../../server/src/lsp/settings.ts';
import { outlineSyntax } from '../support/outlineSyntax.ts';
import { examined } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const catalogue = catalogueOf({ s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'], sqs: ['SendMessage'] });
const unused = unusedOf({ s3: ['GetBucketAcl'], sqs: null });
const engine = createEngine(catalogue);

const text = `# a policy of the tests
Version 2012-10-17
Statement
  -
    Effect Allow
    Action
      # reads
      - s3:Get*
      - s3:PutObject
      - sqs:SendMessage
    Resource *
  -
    Sid Queue
    Effect Allow
    Action sqs:*
    Resource *
  -
    Effect Allow
    Action s3:*
    Resource *
`;

const read = (source: string): Analysis =>
  examined(engine, source, unused, { reading: readDocument(source, undefined, outlineSyntax) });

function refined(scope: Scope): string | undefined {
  const analysis = read(text);
  return applyEdits(text, engine.refine(analysis, scope).edits);
}

const found = (): DocumentAnalysis => ({
  version: 1,
  analysis: read(text),
  engine,
  sources: { settings: { ...defaultSettings, codeLens: 'statements', inlayHints: true }, catalogue },
});
const document = TextDocument.create('file:///w/policy.outline', 'outline', 1, text);
const offsetOf = (action: string): number => text.indexOf(action);

suite('the engine', () => {
  test('says what is unused, and where', () =>
    assert.deepEqual(
      read(text).problems.map(({ code, span, message }) => [
        code,
        text.slice(span.offset, span.offset + span.length),
        inWords(message),
      ]),
      [
        ['wildcard.partly-unused', 's3:Get*', '1 of 3 actions of s3:Get* is unused'],
        ['action.unused', 'sqs:SendMessage', 'sqs:SendMessage is unused'],
        ['statement.unused', 'Action', 'Everything this statement allows is reported unused'],
        ['action.unused', 'sqs:*', 'Everything sqs:* allows is reported unused'],
        ['wildcard.partly-unused', 's3:*', '1 of 4 actions of s3:* is unused'],
      ],
    ));

  test('refines the whole of it, and nothing else is touched', () =>
    assert.equal(
      refined({ kind: 'file' }),
      `# a policy of the tests
Version 2012-10-17
Statement
  -
    Effect Allow
    Action
      # reads
      - s3:GetObject*
      - s3:PutObject
    Resource *
  -
    Effect Allow
    Action
      - s3:GetObject*
      - s3:PutObject
    Resource *
`,
    ));

  test('refines one entry, and one statement', () => {
    assert.equal(
      refined({ kind: 'entry', policy: 0, statement: 0, entry: 2 }),
      text.replace('      - sqs:SendMessage\n', ''),
    );
    assert.equal(
      refined({ kind: 'statement', policy: 0, statement: 1 }),
      text.replace('  -\n    Sid Queue\n    Effect Allow\n    Action sqs:*\n    Resource *\n', ''),
    );
  });

  test('reads it again after an edit as it would at first', () => {
    const edited = text.replace('s3:PutObject', 's3:PutOb');
    const before = { text, reading: readDocument(text, undefined, outlineSyntax) };
    assert.deepEqual(readDocument(edited, before, outlineSyntax), readDocument(edited, undefined, outlineSyntax));
  });

  test('writes nothing into one with a syntax error', () => {
    const { edits, left } = engine.refine(read(`${text}\tX\n`), { kind: 'file' });
    assert.deepEqual(
      [edits, left.map(({ reason }) => inWords(reason))],
      [[], ['the document has a syntax error at line 21, column 1: tabs do not indent']],
    );
  });
});

suite('the editor', () => {
  test('shows before and after, with sizes as the syntax counts them', () => {
    const shown = preview(found());
    assert.ok(shown.kind === 'preview');
    assert.deepEqual([shown.refined, shown.size], [refined({ kind: 'file' }), refinedSizes(found())[0]]);
  });

  test('hovers over an entry', () => {
    const place = entryAt(found(), offsetOf('s3:Get*') + 3);
    assert.ok(place !== undefined);
    const explanation = engine.explain(found().analysis, place);
    const [line] = hoverLines(found(), place, explanation, { now: 0, accesses: new Map(), reference: noReference });
    assert.match(line ?? '', /s3:Get/);
  });

  test('has lenses and hints', () => {
    const lenses = codeLensesFor(document, found(), { now: 0, hasCommands: false }).map(
      ({ command }) => command?.title,
    );
    assert.ok(lenses.includes('2 of 5 actions unused'), lenses.join());
    const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
    assert.notDeepEqual(inlayHintsFor(document, found(), { textDocument: document, range }), []);
  });

  test('completes an action, with no quotes around it', () => {
    const position = document.positionAt(offsetOf('s3:PutObject') + 's3:Put'.length);
    const items = completionsFor(document, found(), { textDocument: document, position });
    const put = items.find(({ label, kind }) => label === 'PutObject' && kind !== CompletionItemKind.Module);
    assert.deepEqual(put?.textEdit, {
      newText: 's3:PutObject',
      range: {
        start: document.positionAt(offsetOf('s3:PutObject')),
        end: document.positionAt(offsetOf('s3:PutObject') + 12),
      },
    });
  });
});

test('the command line checks it', () => {
  const examination: Examination = {
    catalogue,
    engine,
    files: [{ path: '/w/policy.outline', file: { text, mark: '' }, analysis: read(text) }],
    notes: [],
    failures: [],
    broken: [],
    isBlockedByBroken: false,
    passedOver: { notYet: [], tooLarge: [], withoutPolicy: [], ignored: { files: 0, folders: 0 } },
  };
  const { stdout, exitCode } = check(examination, { format: 'text', allowUnread: false });
  assert.equal(exitCode, 1);
  assert.match(
    stdout,
    /policy\.outline:8:9: warning: 1 of 3 actions of s3:Get\* is unused \[wildcard\.partly-unused\]/,
  );
});
