import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { indentOfLine } from '../../core/src/documents/json/layout.ts';
import { refine } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const catalogue = catalogueOf({ s3: ['GetObject', 'ListBucket', 'PutObject'] });

/** The lines of a document after `s3:*` in it became two actions; `lineEnd` stands between them. */
function refined(lines: readonly string[], lineEnd = '\n'): string[] {
  return refine(lines.join(lineEnd), catalogue, unusedOf({ s3: ['PutObject'] })).text.split(lineEnd);
}

suite('what is put in looks as what is there', () => {
  const cases: readonly (readonly [what: string, before: readonly string[], after: readonly string[]])[] = [
    [
      'a string becomes a list, a level below its key',
      ['{', '  "Statement": {', '    "Effect": "Allow",', '    "Action": "s3:*"', '  }', '}'],
      [
        '{',
        '  "Statement": {',
        '    "Effect": "Allow",',
        '    "Action": [',
        '      "s3:GetObject",',
        '      "s3:ListBucket"',
        '    ]',
        '  }',
        '}',
      ],
    ],
    [
      'in tabs',
      ['{', '\t"Statement": {', '\t\t"Effect": "Allow",', '\t\t"Action": "s3:*"', '\t}', '}'],
      [
        '{',
        '\t"Statement": {',
        '\t\t"Effect": "Allow",',
        '\t\t"Action": [',
        '\t\t\t"s3:GetObject",',
        '\t\t\t"s3:ListBucket"',
        '\t\t]',
        '\t}',
        '}',
      ],
    ],
    [
      'three blanks a level',
      ['{', '   "Statement": {', '      "Effect": "Allow",', '      "Action": "s3:*"}}'],
      [
        '{',
        '   "Statement": {',
        '      "Effect": "Allow",',
        '      "Action": [',
        '         "s3:GetObject",',
        '         "s3:ListBucket"',
        '      ]}}',
      ],
    ],
    [
      'a key no deeper than its brace: two blanks',
      ['{"Statement":', '    {"Effect": "Allow",', '    "Action": "s3:*"}}'],
      [
        '{"Statement":',
        '    {"Effect": "Allow",',
        '    "Action": [',
        '      "s3:GetObject",',
        '      "s3:ListBucket"',
        '    ]}}',
      ],
    ],
    [
      'a key less deep than its brace, in tabs: a tab',
      ['{"Statement":', '\t\t{"Effect": "Allow",', '\t"Action": "s3:*"}}'],
      [
        '{"Statement":',
        '\t\t{"Effect": "Allow",',
        '\t"Action": [',
        '\t\t"s3:GetObject",',
        '\t\t"s3:ListBucket"',
        '\t]}}',
      ],
    ],
    [
      'a brace behind tabs, its key behind blanks: two blanks',
      ['{"Statement":', '\t{"Effect": "Allow",', '   "Action": "s3:*"}}'],
      [
        '{"Statement":',
        '\t{"Effect": "Allow",',
        '   "Action": [',
        '     "s3:GetObject",',
        '     "s3:ListBucket"',
        '   ]}}',
      ],
    ],
    [
      'a brace behind blanks, its key behind tabs and those blanks: a tab',
      ['{"Statement":', '  {"Effect": "Allow",', '\t  "Action": "s3:*"}}'],
      [
        '{"Statement":',
        '  {"Effect": "Allow",',
        '\t  "Action": [',
        '\t  \t"s3:GetObject",',
        '\t  \t"s3:ListBucket"',
        '\t  ]}}',
      ],
    ],
    [
      'a brace at the start of its line, behind one that is indented',
      [' {"Statement":', '{"Effect": "Allow",', '  "Action": "s3:*"}}'],
      [' {"Statement":', '{"Effect": "Allow",', '  "Action": [', '    "s3:GetObject",', '    "s3:ListBucket"', '  ]}}'],
    ],
    [
      'the elements of a list as its elements are, whatever its key does',
      ['{"Statement": {"Effect": "Allow",', '  "Action": [', '            "s3:*"', '  ]}}'],
      [
        '{"Statement": {"Effect": "Allow",',
        '  "Action": [',
        '            "s3:GetObject",',
        '            "s3:ListBucket"',
        '  ]}}',
      ],
    ],
    [
      'on one line',
      ['{"Statement": {"Effect": "Allow", "Action": "s3:*"}}'],
      ['{"Statement": {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"]}}'],
    ],
    [
      'on one line without blanks',
      ['{"Statement":{"Effect":"Allow","Action":["s3:*"]}}'],
      ['{"Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"]}}'],
    ],
  ];
  for (const [what, before, after] of cases) {
    test(what, () => assert.deepEqual(refined(before), after));
    test(`${what}; lines end in carriage returns alone`, () => assert.deepEqual(refined(before, '\r'), after));
  }
});

test('the indentation of a line is the blanks at its start, and none far behind it', () => {
  const lines = ['  "a"', '\t "b"', '"c"', `    "${'d'.repeat(2000)}"`];
  const text = lines.join('\r\n');
  const at = (letter: string): string => indentOfLine(text, text.indexOf(letter));
  assert.deepEqual([at('a'), at('b'), at('c'), at('d')], ['  ', '\t ', '', '    ']);
  assert.deepEqual([indentOfLine(text, text.length), indentOfLine(text, 1), indentOfLine(text, 0)], ['', ' ', '']);
});
