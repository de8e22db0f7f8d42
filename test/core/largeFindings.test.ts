/**
 * Findings files of millions of characters that are no strict JSON: read without a tree, reported at their place, and
 * blocking whom they name.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { createFindingsReader, type FindingsReading } from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import { finding, myRole } from '../support/findings.ts';

const million = 1024 * 1024;

/** A list of so many characters, in a value that says nothing. */
const listOf = (length: number): string => `[${'{},'.repeat(length / 3 - 1)}{}]`;

/** What is wrong with a text, at which offset, and whom it blocks. */
const wrongWith = ({ error, findings, named }: FindingsReading): unknown => ({
  error: error && inWords(error.message),
  at: error?.span.offset,
  findings: findings.count,
  arns: named?.arns,
});

/** As it comes from a file, where no piece is long. */
function readInPieces(text: string): FindingsReading {
  const reader = createFindingsReader();
  for (let at = 0; at < text.length; at += 256 * 1024) reader.push(text.slice(at, at + 256 * 1024));
  return reader.end();
}

const named = finding([], { id: 'f' });
const strictly = 'a value of more than 1 million characters must be strict JSON';
const tooLong = 'a single value of more than 16 million characters';
const long = listOf(million);
const overlong = listOf(17 * million);

/** `@` marks the place of the error, and is no part of the text. */
const broken: readonly (readonly [what: string, text: string, error: string])[] = [
  ['a comment', `{"a": ${long}, @/* c */ "b": "${myRole}"}`, `invalid comment token; ${strictly}`],
  ['a comma at the end', `{"b": "${myRole}", "a": ${long},@}`, `property name expected; ${strictly}`],
  ['what is no JSON', `{"a": @x ${long}, "b": "${myRole}"}`, `invalid symbol; ${strictly}`],
  ['what is cut off', `{"a": ${long}, "b": "${myRole}"@`, `close brace expected; ${strictly}`],
  ['a key that stands twice', `@{"a": 1, "a": ${long}, "b": "${myRole}"}`, `a key may be duplicated; ${strictly}`],
  ['an element of a list', `[{"a": ${long} @x, "b": "${myRole}"}]`, `invalid symbol; ${strictly}`],
  ['values in lines', `{"a": 1}\n{"a": ${long} @x, "b": "${myRole}"}\n`, `invalid symbol; ${strictly}`],
  ['a value of too many characters', `@{"a": ${overlong}, "b": "${myRole}"}`, tooLong],
  ['an element of too many characters', `[@{"a": ${overlong}, "b": "${myRole}"}]`, tooLong],
  ['too much behind the findings', `{"findings": []@, "a": ${overlong}, "b": "${myRole}"}`, tooLong],
];

suite('a long value of a findings file', () => {
  for (const [what, marked, error] of broken)
    test(`is reported where it is no strict JSON, and its names block: ${what}`, () => {
      const at = marked.indexOf('@');
      const text = marked.replace('@', '');
      const expected = { error, at, findings: 0, arns: [myRole] };
      assert.deepEqual([wrongWith(readFindings(text)), wrongWith(readInPieces(text))], [expected, expected]);
    });

  test('is read where it is strict JSON', () => {
    const text = `{"a": ${long}, "findings": [${named}]}`;
    assert.deepEqual(wrongWith(readInPieces(text)), { error: undefined, at: undefined, findings: 1, arns: undefined });
  });

  test('may have comments up to a million characters', () => {
    const text = `{"a": ${listOf(million - 1000)}, /* c */ "findings": [${named},],}`;
    assert.deepEqual(wrongWith(readInPieces(text)), { error: undefined, at: undefined, findings: 1, arns: undefined });
  });

  test('is no matter for a list of many short values, which may have comments', () => {
    const text = `{"findings": [ // all\n${`${named}, // one\n`.repeat((2 * million) / named.length)}]}`;
    const { error, findings } = wrongWith(readInPieces(text)) as { error?: string; findings: number };
    assert.deepEqual([error, findings > 1000], [undefined, true]);
  });
});
