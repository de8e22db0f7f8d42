/** Whom and what the text of a file names that cannot be read as JSON. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { createNameScan } from '../../core/src/findings/nameScan.ts';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { createFindingsReader } from '../../core/src/index.ts';
import { finding, myRole } from '../support/findings.ts';
import { holds } from '../support/property.ts';

suite('whom a broken file names', () => {
  const arn = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
  const namedIn = (text: string): unknown => {
    const { arns = [], ids = [] } = readFindings(text).named ?? {};
    return { arns: arns.toSorted(), ids: ids.toSorted() };
  };
  const uuid = '0fa3f5a1-0000-4000-8000-000000000009';
  const cases: readonly (readonly [what: string, text: string, arns: readonly string[], ids: readonly string[]])[] = [
    ['what stood before it broke', `${finding([], { id: 'f' })}\n{"x`, [myRole], ['f']],
    ['archived ones, too', `${finding([], { id: 'f', status: 'ARCHIVED' })}\n{"x`, [myRole], ['f']],
    [
      'what was read and not used',
      `${finding([], { id: 'f', findingType: 'ExternalAccess' })}\n{"x": "${arn('B')}"} ]`,
      [arn('B'), myRole].toSorted(),
      ['f'],
    ],
    ['what is cut off', finding([], { id: 'f' }).slice(0, -1), [myRole], ['f']],
    [
      'ids in all spellings',
      '{"Id": "a", "ID" : "b", "finding_id":\n"c", "FindingId": "d", "valid": "e"',
      [],
      ['a', 'b', 'c', 'd'],
    ],
    ['a UUID wherever it stands', `{"x": ["${uuid}"`, [], [uuid]],
    [
      'what is no JSON at all',
      `arn: ${arn('A')}, ${arn('x/B')}.\nid ${uuid}`,
      [arn('A'), arn('A,'), arn('x/B'), arn('x/B.')].toSorted(),
      [uuid],
    ],
    ['a path, which is no name', `{"a": "${arn('prod/team.x/App')}"`, [arn('prod/team.x/App')], []],
    [
      'what may end at a comma, or before a slash',
      `${arn('A,b/c')} ${arn('D/')} ${arn('E)/f')}`,
      [arn('A,b'), arn('A,b/c'), arn('D'), arn('E'), arn('E)/f')],
      [],
    ],
    ['ARNs one behind another', `[${arn('A')},${arn('B')}`, [arn('A'), arn('A,'), arn('B')].toSorted(), []],
    ['escaped characters', `{"resource": "arn:aws:iam::123456789012:role\\/a\\u002Bb"`, [arn('a+b')], []],
    [
      'users, and other partitions',
      '{"a": "arn:aws-cn:iam::123456789012:user/dev"',
      ['arn:aws-cn:iam::123456789012:user/dev'],
      [],
    ],
    ['nobody', '{"findings": [', [], []],
  ];
  for (const [what, text, arns, ids] of cases) test(what, () => assert.deepEqual(namedIn(text), { arns, ids }));

  test('a file that is sound names nobody so', () => assert.equal(readFindings(finding([])).named, undefined));

  test('names are found wherever pieces end', () => {
    const text = `{"id": "f-1", "resource": "${arn('team\\/My.Role')}", "x": "${'y'.repeat(80_000)} ${arn('Late')}", "ID": "${uuid}"`;
    const inPieces = (sizes: readonly number[]): unknown => {
      const reader = createFindingsReader();
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        reader.push(text.slice(at, at + size));
        at += size;
      }
      return reader.end().named;
    };
    const atOnce = inPieces([text.length]);
    assert.deepEqual(atOnce, { arns: [arn('team/My.Role'), arn('Late')], ids: ['f-1', uuid] });
    for (const size of [7, 1000, 65_536]) assert.deepEqual(inPieces([size]), atOnce, String(size));
    holds(
      fc.array(fc.integer({ min: 500, max: 70_000 }), { minLength: 1, maxLength: 5 }),
      (sizes) => assert.deepEqual(inPieces(sizes), atOnce),
      20,
    );
  });

  test('more than are remembered: anybody may be', () => {
    const names = createNameScan();
    for (let i = 0; i <= 200_000; i++) names.addId(`f${i}`);
    assert.deepEqual([names.found().ids.length, names.found().isMore], [200_000, true]);
  });
});
