import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { parseTree, type ParseError } from 'jsonc-parser';
import { removeElements } from '../../core/src/text/removeElements.ts';
import { readJson } from '../../core/src/text/json.ts';
import { elements, spanOf } from '../../core/src/text/tree.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { holds } from '../support/property.ts';

/** The list without the elements whose value starts with `-`. */
function withoutMarked(text: string): string {
  const { root } = readJson(text);
  assert.ok(root);
  const nodes = elements(root);
  const edits = removeElements(text, { span: spanOf(root), elements: nodes.map(spanOf) }, (i) =>
    String(nodes[i]?.value).startsWith('-'),
  );
  const edited = applyEdits(text, edits);
  assert.ok(edited !== undefined, 'the edits are ordered and disjoint');
  return edited;
}

suite('removing elements of a list', () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    ['nothing', '["a", "b"]', '["a", "b"]'],
    ['first on one line', '["-a", "b"]', '["b"]'],
    ['last on one line', '["a", "-b"]', '["a"]'],
    ['middle on one line', '["a", "-b", "c"]', '["a", "c"]'],
    ['several in a row', '["a", "-b", "-c", "d"]', '["a", "d"]'],
    ['all but the first', '["a", "-b", "-c"]', '["a"]'],
    ['without spaces', '["-a","b","-c","d","-e"]', '["b","d"]'],
    ['with spaces inside the brackets', '[ "-a", "b", "-c" ]', '[ "b" ]'],
    ['a line of its own', '[\n  "a",\n  "-b",\n  "c"\n]', '[\n  "a",\n  "c"\n]'],
    ['the last line: the comma before goes too', '[\n  "a",\n  "-b"\n]', '[\n  "a"\n]'],
    ['the first line', '[\n  "-a",\n  "b"\n]', '[\n  "b"\n]'],
    ['CRLF', '[\r\n\t"a",\r\n\t"-b",\r\n\t"c"\r\n]', '[\r\n\t"a",\r\n\t"c"\r\n]'],
    ['CR alone', '[\r  "a",\r  "-b"\r]', '[\r  "a"\r]'],
    ['two on a line: the second', '[\n  "a", "-b",\n  "c"\n]', '[\n  "a",\n  "c"\n]'],
    ['two on a line: the first', '[\n  "-a", "b",\n  "c"\n]', '[\n  "b",\n  "c"\n]'],
    ['two on a line: both', '[\n  "-a", "-b",\n  "c"\n]', '[\n  "c"\n]'],
    ['two on the last line: both', '[\n  "a",\n  "-b", "-c"\n]', '[\n  "a"\n]'],
    ['a comment of the one before stays', '[\n  "a", // keep\n  "-b"\n]', '[\n  "a" // keep\n]'],
    ['a comment behind goes with its line', '[\n  "a",\n  "-b", // old\n  "c"\n]', '[\n  "a",\n  "c"\n]'],
    ['a comment on a line of its own stays', '[\n  "a",\n  // why\n  "-b",\n  "c"\n]', '[\n  "a",\n  // why\n  "c"\n]'],
    ['a comment between on one line stays', '["a", /* b */ "-b", "c"]', '["a", /* b */ "c"]'],
    ['a block comment behind goes with its line', '[\n  "a",\n  "-b", /* old */\n  "c"\n]', '[\n  "a",\n  "c"\n]'],
    [
      'a block comment that ends on another line stays',
      '[\n  "a",\n  "-b", /* of\n  c */\n  "c"\n]',
      '[\n  "a",\n   /* of\n  c */\n  "c"\n]',
    ],
    [
      'two comments behind go with their line',
      '[\n  "a",\n  "-b", /* x *//* y */ // z\n  "c"\n]',
      '[\n  "a",\n  "c"\n]',
    ],
    ['a slash in a string starts no comment', '[\n  "a",\n  "-b" , "/c"\n]', '[\n  "a",\n  "/c"\n]'],
    ['a comment behind the first on the line of the bracket', '[ "-a", // why\n  "b"\n]', '[ // why\n  "b"\n]'],
    ['the first on the line of the bracket', '[ "-a",\n  "b"\n]', '[\n  "b"\n]'],
    ['a comma in a comment is no comma', '["a" /* , */, "-b"]', '["a" /* , */]'],
    ['a trailing comma stays', '[\n  "a",\n  "-b",\n]', '[\n  "a",\n]'],
    ['a trailing comma stays on one line', '["a", "-b",]', '["a",]'],
    ['the comma in front of the line', '[\n  "a"\n  , "-b"\n  , "c"\n]', '[\n  "a"\n  , "c"\n]'],
    ['a last element before the bracket', '["a",\n "-b"]', '["a"\n ]'],
  ];
  for (const [what, before, after] of cases) {
    test(what, () => assert.equal(withoutMarked(before), after));
  }

  const space = fc.constantFrom(
    '',
    '',
    ' ',
    '\n',
    '\r\n  ',
    '\t',
    ' /* c */ ',
    '\n  // c, "x"\n',
    '\n\n',
    '/**/',
    ' // c\n',
  );
  const list = fc
    .tuple(
      fc.array(
        fc.record({ before: space, value: fc.constantFrom('"a"', '"b"', '"-c"', '"-d"', '"-e, f"'), after: space }),
        {
          minLength: 1,
          maxLength: 7,
        },
      ),
      space,
      space,
      fc.boolean(),
    )
    .filter(([items]) => items.some(({ value }) => !value.includes('-')))
    .map(([items, open, close, trailing]) => ({
      text: `[${open}${items.map(({ before, value, after }) => `${before}${value}${after}`).join(',')}${trailing ? `,${close}` : close}]`,
      trailing,
      kept: items.map(({ value }) => JSON.parse(value) as string).filter((value) => !value.startsWith('-')),
    }));

  test('any layout: what stays is what should, the syntax is sound, and what goes is only text around removed elements', () => {
    holds(
      list,
      ({ text, kept, trailing }) => {
        const after = withoutMarked(text);
        const { root, errors } = readJson(after);
        assert.deepEqual(errors, [], `${text}\n=>\n${after}`);
        assert.deepEqual(
          elements(root).map(({ value }) => value as string),
          kept,
          `${text}\n=>\n${after}`,
        );
        assert.ok(isSubsequence(after, text), `${text}\n=>\n${after}`);
        assert.equal(hasTrailingComma(after), trailing, `${text}\n=>\n${after}`);
      },
      3000,
    );
  });
});

function hasTrailingComma(text: string): boolean {
  const errors: ParseError[] = [];
  parseTree(text, errors, { allowTrailingComma: false });
  return errors.length > 0;
}

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const c of whole) if (c === part[at]) at++;
  return at === part.length;
}
