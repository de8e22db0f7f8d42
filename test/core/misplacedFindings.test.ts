/** Findings that stand where none is read: the file is broken, and blocks whom it names. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { createFindingsIndex } from '../../core/src/index.ts';
import { finding, myRole, servicesOf } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';

const one = finding([{ serviceNamespace: 's3' }], { id: 'f' });
const report = '{"JobStatus": "COMPLETED", "ServicesLastAccessed": []}';
const summary = `{"id": "f", "findingType": "UnusedPermission", "status": "RESOLVED", "resource": "${myRole}"}`;
const nested = (open: string, inside: string, close: string, levels = 20_000): string =>
  open.repeat(levels) + inside + close.repeat(levels);

const outcome = (text: string): unknown => {
  const reading = readFindings(text);
  const { error, named, findings, isRecognised } = reading;
  const blocked = createFindingsIndex([{ file: '/w/f.json', reading }], 0).blockedFor(myRole) !== undefined;
  return [inEnglish(error?.message) ?? null, named?.arns ?? null, blocked, findings.count, isRecognised];
};
const broken = (where: string, names = true): unknown => [
  `a finding in ${where}, where findings are not read`,
  names ? [myRole] : [],
  names,
  0,
  true,
];

suite('a finding that stands where none is read', () => {
  const cases: readonly (readonly [what: string, text: string, expected: unknown])[] = [
    ['in an object of an unknown kind', `{"finding": ${one}}`, broken('finding')],
    ['as an NDJSON line', `{"x": 1}\n{"x": ${one}}\n`, broken('x')],
    ['in lists of lists', `[[[${one}]]]`, broken('0')],
    ['20,000 objects deep', nested('{"a":', one, '}'), broken('a.a.a.a…')],
    ['20,000 lists deep', nested('[', one, ']'), broken('0.0.0.0…')],
    ['20,000 levels deep, on lines', nested('{"a":\n', one, '}\n'), broken('a.a.a.a…')],
    ['beside a list of findings', `{"findings": [${one}], "more": {"b": ${one}}}`, broken('more.b')],
    ['beside one, in front of it', `{"more": {"b": ${one}}, "Findings": [${one}]}`, broken('more.b')],
    ['closed, and without details', `{"x": ${summary}}`, broken('x')],
    ['a report', `{"x": ${report}}`, broken('x', false)],
    ['an entry of the short form', '{"x": [{"serviceNamespace": "s3"}]}', broken('x.0', false)],
  ];
  for (const [what, text, expected] of cases) test(what, () => assert.deepEqual(outcome(text), expected));

  test('what else stands deep is no finding', () => {
    for (const text of ['{"a":{"b":{"c":1}}}', nested('{"a":', '1', '}'), nested('[', '{"resource": "x"}', ']')])
      assert.deepEqual(outcome(text), [null, null, false, 0, false]);
  });

  test('where they are read, they are', () => {
    for (const text of [
      one,
      `[${one}]`,
      `[[${one}]]`,
      `{"findings": [${one}], "x": {"y": [1]}}`,
      `{"x": {"y": 1}, "Findings": [${one}]}`,
    ])
      assert.deepEqual(servicesOf(text), [{ s3: '*' }]);
  });
});
