/** The texts of YAML scalars, with the place of each character; and JSON policies in them. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { createEngine, readDocument } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { member, stringOf } from '../../core/src/text/tree.ts';
import { examined } from '../support/policies.ts';
import { seed } from '../support/property.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

/** The text of the member `k`, and the characters of the document at its places. */
function textIn(document: string): { readonly text: string; readonly places: string } | undefined {
  const node = member(yamlSyntax.parse(document).root, 'k');
  assert.ok(node !== undefined);
  const found = yamlSyntax.textIn(document, node);
  if (found === undefined) return undefined;
  assert.equal(found.offsets.length, found.text.length + 1);
  return { text: found.text, places: Array.from(found.offsets.slice(0, -1), (at) => document[at]).join('') };
}

suite('the text of a scalar', () => {
  for (const [what, document, text, places] of [
    ['plain', 'k: a b  # c', 'a b', 'a b'],
    ['plain, on several lines', 'k: a\n  b\n\n  c', 'a b\nc', 'a\nb\nc'],
    ['single quotes', "k: 'it''s'", "it's", "it's"],
    ['single quotes, on several lines', "k: 'a\n  b'", 'a b', 'a\nb'],
    ['double quotes', String.raw`k: "a\"\u0062\x63\n\/"`, 'a"bc\n/', String.raw`a\\\\\ `.trimEnd()],
    ['a literal block', 'k: |\n  a\n    b\n\n  c\n', 'a\n  b\n\nc', 'a\n  b\n\nc'],
    ['a literal block with CRLF', 'k: |-\r\n    a\r\n    b\r\n', 'a\nb', 'a\rb'],
    ['a folded block', 'k: >\n  a\n  b\n\n  c\n    d\n  e\n', 'a b\nc\n  d\ne', 'a\nb\nc\n  d\ne'],
    ['a block with a comment behind its header', 'k: | # c\n  a\n', 'a', 'a'],
  ] as const)
    test(what, () => assert.deepEqual(textIn(document), { text, places }));

  for (const [what, document] of [
    ['double quotes on several lines', 'k: "a\n  b"'],
    ['a block with an indentation of its own', 'k: |2\n   a\n'],
    ['a block that starts with an empty line', 'k: |\n\n  a\n'],
  ] as const)
    test(`${what}: not understood`, () => assert.equal(textIn(document), undefined));

  test('of any text, it is what the reader of YAML says, or nothing', () => {
    const piece = fc.constantFrom(
      'a',
      'b ',
      ' ',
      '  ',
      '\n',
      '\n  ',
      '\n    ',
      "'",
      "''",
      '"',
      '\\n',
      '#',
      ': ',
      '\t',
      '\r\n',
      '{',
      '}',
    );
    const start = fc.constantFrom('k: ', 'k: "', "k: '", 'k: |\n  ', 'k: >-\n  ', 'k: |+\n    ', 'k: >\n  ');
    fc.assert(
      fc.property(start, fc.array(piece, { maxLength: 12 }), (opening, pieces) => {
        const document = opening + pieces.join('') + (/["']$/.test(opening) ? opening.slice(-1) : '\n');
        const { root, errors } = yamlSyntax.parse(document);
        const node = member(root, 'k');
        const known = node && stringOf(node);
        if (errors.length > 0 || node === undefined || known === undefined) return;
        const { type, offset, length } = node;
        // Without the value, the text has to be told from its place alone.
        const found = yamlSyntax.textIn(document, { type, offset, length });
        if (found !== undefined) assert.equal(found.text.trimEnd(), known.trimEnd(), JSON.stringify(document));
      }),
      { seed, numRuns: 3000 },
    );
  });
});

const engine = createEngine(
  catalogueOf({ s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'], sqs: ['SendMessage'] }),
);

function refined(text: string): string | undefined {
  const reading = readDocument(text, undefined, yamlSyntax);
  const analysis = examined(engine, text, unusedOf({ s3: ['GetBucketAcl'], sqs: null }), { reading });
  const { edits, left } = engine.refine(analysis, { kind: 'file' });
  assert.deepEqual([...analysis.defects, ...left.map(({ reason }) => inWords(reason))], []);
  return applyEdits(text, edits);
}

suite('JSON in a scalar is refined in its scalar', () => {
  for (const [what, before, after] of [
    [
      'a literal block',
      'Policy: !Sub |\n    {\n      "Statement": [\n        {"Effect": "Allow", "Action": [\n          "sqs:*",\n          "s3:*"\n        ], "Resource": "${A}"},\n        {"Effect": "Allow", "Action": "sqs:*"}\n      ]\n    }\nb: c\n',
      'Policy: !Sub |\n    {\n      "Statement": [\n        {"Effect": "Allow", "Action": [\n          "s3:GetObject*",\n          "s3:PutObject"\n        ], "Resource": "${A}"}\n      ]\n    }\nb: c\n',
    ],
    [
      'a literal block with CRLF',
      'Policy: |\r\n  {"Statement": [{"Effect": "Allow", "Action": [\r\n    "sqs:*",\r\n    "s3:*"\r\n  ]}]}\r\n',
      'Policy: |\r\n  {"Statement": [{"Effect": "Allow", "Action": [\r\n    "s3:GetObject*",\r\n    "s3:PutObject"\r\n  ]}]}\r\n',
    ],
    [
      'a folded block',
      'Policy: >-\n  {"Statement": [{"Effect": "Allow",\n  "Action": ["sqs:*", "s3:*"]}]}\n',
      'Policy: >-\n  {"Statement": [{"Effect": "Allow",\n  "Action": ["s3:GetObject*", "s3:PutObject"]}]}\n',
    ],
    [
      'single quotes',
      `Policy: '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Sid": "it''s"}]}'\n`,
      `Policy: '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject*", "s3:PutObject"], "Sid": "it''s"}]}'\n`,
    ],
    [
      'double quotes',
      String.raw`Policy: "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:*\"]}]}"`,
      String.raw`Policy: "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObject*\", \"s3:PutObject\"]}]}"`,
    ],
  ] as const)
    test(what, () => assert.equal(refined(before), after));
});
