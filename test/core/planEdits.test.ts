import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { checkEdits } from '../../core/src/edit/planEdits.ts';
import { jsonSyntax } from '../../core/src/documents/json/jsonSyntax.ts';
import { createEngine, readDocument } from '../../core/src/index.ts';
import type { TextEdit } from '../../core/src/text/index.ts';
import type { SyntaxEdits } from '../../core/src/documents/syntax.ts';
import { examined, refine } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { inEnglish } from '../support/inEnglish.ts';

const catalogue = catalogueOf({ s3: ['GetA', 'GetB', 'GetC', 'PutA'], sqs: ['Send'] });
const unused = unusedOf({ s3: ['GetA'], sqs: null });
const edited = (text: string): string => refine(text, catalogue, unused).text;

suite('putting new actions into a document', () => {
  test('a list over several lines: each on a line of its own, indented like the one replaced', () => {
    const text =
      '{\n\t"Statement": [{\n\t\t"Effect": "Allow",\n\t\t"Action": [\n\t\t\t"s3:Get*", // reads\n\t\t\t"s3:PutA"\n\t\t]\n\t}]\n}\n';
    assert.equal(edited(text), text.replace('"s3:Get*"', '"s3:GetB",\n\t\t\t"s3:GetC"'));
  });

  test('a list on one line stays on one line, spaced as the author does', () => {
    assert.equal(
      edited('{"Statement": [{"Effect": "Allow", "Action": ["s3:Get*"]}]}'),
      '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetB", "s3:GetC"]}]}',
    );
    assert.equal(
      edited('{"Statement":[{"Effect":"Allow","Action":["s3:Get*"]}]}'),
      '{"Statement":[{"Effect":"Allow","Action":["s3:GetB","s3:GetC"]}]}',
    );
  });

  test('a single string becomes a list when it must, laid out like the statement', () => {
    const text =
      '{\r\n   "Statement": {\r\n      "Effect": "Allow",\r\n      "Action": "s3:Get*",\r\n      "Resource": "*"\r\n   }\r\n}';
    assert.equal(edited(text), text.replace('"s3:Get*"', '[\r\n         "s3:GetB",\r\n         "s3:GetC"\r\n      ]'));
    assert.equal(
      edited('{"Statement":[{"Effect":"Allow","Action":"s3:Get*"}]}'),
      '{"Statement":[{"Effect":"Allow","Action":["s3:GetB","s3:GetC"]}]}',
    );
  });

  test('a single string that becomes one action stays a string', () => {
    const only = refine(
      '{"Statement": [{"Effect": "Allow", "Action": "s3:Get*"}]}',
      catalogue,
      unusedOf({ s3: ['GetA', 'GetB'] }),
    );
    assert.equal(only.text, '{"Statement": [{"Effect": "Allow", "Action": "s3:GetC"}]}');
  });

  test('statements that go leave the others as they are', () => {
    const text =
      '{"Statement": [\n  {"Effect": "Allow", "Action": "sqs:*"},\n  // reads\n  {"Effect": "Allow", "Action": "s3:PutA", "Extra": [1,  2]},\n  {"Effect": "Allow", "Action": ["sqs:Send"]}\n]}';
    assert.equal(
      edited(text),
      '{"Statement": [\n  // reads\n  {"Effect": "Allow", "Action": "s3:PutA", "Extra": [1,  2]}\n]}',
    );
  });

  test('a byte order mark and characters beyond the first plane do not shift anything', () => {
    const text = '{"Statement": [{"Sid": "🪣", "Effect": "Allow", "Action": ["sqs:Send", "s3:PutA"]}]}';
    assert.equal(edited(text), text.replace('"sqs:Send", ', ''));
  });
});

suite('looking at the edited text with fresh eyes', () => {
  const text =
    '{"Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "sqs:Send"], "Resource": "*"}, {"Effect": "Deny", "Action": ["s3:*", "sqs:*"]}]}';
  const replace = (from: string, newText: string): TextEdit => ({
    span: { offset: text.indexOf(from), length: from.length },
    newText,
  });
  const plan = new Map([[0, new Map([[0, { kind: 'changes' as const, outcomes: [], after: ['s3:GetB'] }]])]]);
  const check = (...edits: TextEdit[]): string | undefined =>
    checkEdits({ text, reading: readDocument(text) }, plan, edits);

  test('what was planned is what is found', () =>
    assert.equal(check(replace('"s3:Get*", "sqs:Send"', '"s3:GetB"')), undefined));

  const defects: readonly (readonly [string, readonly TextEdit[], string])[] = [
    [
      'another action',
      [replace('"s3:Get*", "sqs:Send"', '"s3:GetA"')],
      'the edited text does not contain the planned actions',
    ],
    ['an action too many', [replace('"s3:Get*"', '"s3:GetB"')], 'the edited text does not contain the planned actions'],
    [
      'a comma too many',
      [replace('"s3:Get*", "sqs:Send"', '"s3:GetB",,')],
      'the edited text has a syntax error: value expected',
    ],
    [
      'a change of the resource',
      [replace('"s3:Get*", "sqs:Send"', '"s3:GetB"'), replace('"Resource": "*"', '"Resource": "a"')],
      'the edits reach outside the actions',
    ],
    [
      'a change of a Deny',
      [replace('"s3:Get*", "sqs:Send"', '"s3:GetB"'), replace('"s3:*", ', '')],
      'the edited text does not contain the planned actions',
    ],
    [
      'a statement too few',
      [replace('"s3:Get*", "sqs:Send"', '"s3:GetB"'), replace(', {"Effect": "Deny", "Action": ["s3:*", "sqs:*"]}', '')],
      'the edited text has a different number of statements',
    ],
    [
      'a change of the policy',
      [{ span: { offset: 1, length: 0 }, newText: '"Id": "x", ' }, replace('"s3:Get*", "sqs:Send"', '"s3:GetB"')],
      'the edits reach outside the statements',
    ],
    [
      'a change around the policy',
      [replace('"s3:Get*", "sqs:Send"', '"s3:GetB"'), { span: { offset: text.length, length: 0 }, newText: ' ' }],
      'the edits reach outside the policies',
    ],
    ['edits out of order', [replace('"sqs:Send"', ''), replace('"s3:Get*"', '')], 'the edits overlap'],
  ];
  for (const [what, edits, defect] of defects) {
    test(what, () => assert.equal(check(...edits), defect));
  }
});

suite('looking at a document with several policies', () => {
  const policy = (action: string): string =>
    `{"Statement": [{"Effect": "Allow", "Action": ["${action}", "sqs:Send"]}]}`;
  const role = (name: string, action: string): string =>
    `{"RoleName": "${name}", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": ${policy(action)}}]}`;
  const text = ` {"RoleDetailList": [${role('A', 's3:GetA')}, ${role('B', 's3:GetB')}]} `;
  const replace = (from: string, newText: string): TextEdit => ({
    span: { offset: text.indexOf(from), length: from.length },
    newText,
  });
  const planned = new Map([[0, new Map([[0, { kind: 'changes' as const, outcomes: [], after: ['sqs:Send'] }]])]]);
  const asPlanned = replace('"s3:GetA", ', '');
  const cases: readonly (readonly [what: string, edits: readonly TextEdit[], defect: string | undefined])[] = [
    ['what was planned', [asPlanned], undefined],
    [
      'the second policy is changed, too',
      [asPlanned, replace('"s3:GetB", ', '')],
      'the edited text does not contain the planned actions',
    ],
    [
      'the second policy is none any more',
      [asPlanned, replace('"Action": ["s3:GetB"', '"Auction": ["s3:GetB"')],
      'the edits reach outside the policies',
    ],
    ['whose the first is', [replace('"A"', '"C"'), asPlanned], 'the edits reach outside the policies'],
    ['whose the second is', [asPlanned, replace('"B"', '"C"')], 'the edits reach outside the policies'],
    [
      'the first character',
      [{ span: { offset: 0, length: 1 }, newText: '\t' }, asPlanned],
      'the edits reach outside the policies',
    ],
    [
      'the last character',
      [asPlanned, { span: { offset: text.length - 1, length: 1 }, newText: '\t' }],
      'the edits reach outside the policies',
    ],
  ];
  for (const [what, edits, defect] of cases)
    test(what, () => assert.equal(checkEdits({ text, reading: readDocument(text) }, planned, edits), defect));
});

test('a syntax that writes something else than it is told: no edit, and the defect', () => {
  const { edit } = jsonSyntax;
  const wrong = {
    ...edit,
    replaceEntry: (text, entry, actions) =>
      edit.replaceEntry(
        text,
        entry,
        actions.map((one) => `${one}X`),
      ),
  } satisfies SyntaxEdits;
  const engine = createEngine(catalogue);
  const text = '{"Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "sqs:Send"]}]}';
  const analysis = examined(engine, text, unused, {
    reading: readDocument(text, undefined, { ...jsonSyntax, edit: wrong }),
  });
  assert.deepEqual(inEnglish(engine.refine(analysis, { kind: 'file' })), {
    edits: [],
    changes: [],
    left: [{ code: 'refinement.unproven', reason: 'the edited text does not contain the planned actions' }],
  });
});

test('a statement without actions is compared as a whole', () => {
  const text = '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetA", "sqs:Send"]}, {"Sid": "x"}]}';
  const plan = new Map([[0, new Map([[0, { kind: 'changes' as const, outcomes: [], after: ['sqs:Send'] }]])]]);
  const edit = (from: string, newText: string): TextEdit => ({
    span: { offset: text.indexOf(from), length: from.length },
    newText,
  });
  const check = (...edits: readonly TextEdit[]): string | undefined =>
    checkEdits({ text, reading: readDocument(text) }, plan, edits);
  assert.equal(check(edit('"s3:GetA", ', '')), undefined);
  assert.equal(check(edit('"s3:GetA", ', ''), edit('"x"', '"y"')), 'the edits reach outside the actions');
});
