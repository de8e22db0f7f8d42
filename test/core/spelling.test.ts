/** Findings files as tools of other languages print them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { allFindings, findingEntries, readFindings, readTime } from '../../core/src/index.ts';
import { finding, findingsIn, plain, servicesOf } from '../support/findings.ts';
import { inEnglish } from '../support/inEnglish.ts';
import { sample } from '../support/samples.ts';

suite('the spellings of tools', () => {
  const evidence = (name: string): string => readFileSync(`test/fixtures/evidence/${name}.finding.json`, 'utf8');
  for (const tool of ['dotnet', 'go', 'ruby'])
    test(`a finding as ${tool} prints it`, () =>
      assert.deepEqual(findingsIn(evidence(tool)).map(plain), [
        { principal: 'arn:aws:iam::111122223333:role/AppA', analyzed: '2026-11-20T08:00:00.000Z', services: { s3: ['PutObject'] } },
      ]));

  const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  const snake = (name: string): string => name.replace(/(?<=[a-z\d])[A-Z]/g, (capital) => `_${capital}`).toLowerCase();
  const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
  const respelled = (value: unknown, spell: (name: string) => string): unknown => {
    if (Array.isArray(value)) return value.map((item) => respelled(item, spell));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [spell(key), respelled(part, spell)]));
  };
  const samples = [
    'get-finding-v2.unused-permission.role.json',
    'get-finding-v2.unused-iam-role.json',
    'get-finding-v2.archived.json',
    'get-finding-v2.error.json',
    'get-finding-v2.external-access.json',
    'get-finding-recommendation.role-two-policies.json',
    'iam.get-service-last-accessed-details.action-level.json',
    'list-findings-v2.json',
    'eventbridge.unused-permission.json',
    'securityhub.get-recommended-policy-v2.json',
    'seed-blog.unused-shorthand.json',
  ];
  for (const name of samples)
    test(`whatever is read is read in all of them: ${name}`, () => {
      const all = (text: string): unknown => {
        const { findings: _, ...rest } = readFindings(text);
        return { ...rest, found: allFindings(readFindings(text)) };
      };
      const value: unknown = JSON.parse(sample(name));
      for (const spell of [pascal, snake, camel, (key: string) => snake(key).toUpperCase()])
        assert.deepEqual(all(JSON.stringify(respelled(value, spell))), all(sample(name)), spell('findingDetails'));
    });

  test('a page says so in all of them, in the words of the document', () => {
    const incomplete = ['nextToken', 'NextToken', 'next_token'].map((token) =>
      inEnglish(findingsIn(finding([], { [token]: 't' }))[0]?.incomplete),
    );
    assert.deepEqual(
      incomplete,
      ['nextToken', 'NextToken', 'next_token'].map((token) => `it holds a ${token}, so it is one page of several`),
    );
    assert.equal(findingsIn(finding([], { NextToken: null, ResultMetadata: {} }))[0]?.incomplete, undefined);
  });

  test('lists in wrappers, with other members before and behind them, and in both spellings', () => {
    const one = finding([{ serviceNamespace: 's3' }]);
    for (const text of [
      `{"Findings": [${one}], "ResultMetadata": {}}`,
      `{"ResultMetadata": {}, "NextToken": null, "FINDINGS": [${one}]}`,
      `{"findings": [${one}], "Findings": [${one}]}`,
      `{"x": 1, "findings": [${one}], "Findings": [${one}]}`,
    ])
      assert.deepEqual(new Set(servicesOf(text).map((services) => JSON.stringify(services))), new Set(['{"s3":"*"}']), text);
    assert.equal(servicesOf(`{"findings": [${one}], "Findings": [${one}]}`).length, 2);
  });

  test('the entry of an action is found in all of them', () => {
    for (const tool of ['dotnet', 'go', 'ruby']) {
      const { entryOf } = findingEntries(evidence(tool));
      assert.deepEqual(entryOf('s3', 'putobject')?.lastAccess, { kind: 'never' }, tool);
    }
    const at = (lastAccessed: unknown): unknown =>
      findingEntries(finding([{ serviceNamespace: 's3', actions: [{ action: 'Get', lastAccessed }] }])).entryOf('s3', 'get')?.lastAccess;
    assert.deepEqual([at(1763978400), at(null), at('yesterday')], [{ kind: 'at', time: 1763978400000 }, { kind: 'never' }, undefined]);
  });
});

suite('times', () => {
  const eight = Date.UTC(2026, 10, 20, 8);
  const cases: readonly (readonly [given: unknown, time: number | undefined])[] = [
    ['2026-11-20T08:00:00Z', eight],
    ['2026-11-20T08:00:00', eight],
    ['2026-11-20 08:00:00', eight],
    ['2026-11-20T08:00', eight],
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2026-11-20T09:00:00+01:00', eight],
    ['2026-11-20T09:00:00+0100', eight],
    ['2026-11-20 08:00:00 UTC', eight],
    ['2026-11-20 08:00:00 +0000', eight],
    ['2026-11-20 08:00:00.123456789 +0000 UTC', eight + 123],
    ['2026-11-20T08:00:00.1Z', eight + 100],
    ['2026-11-20T08:00:00.1234567', eight + 123],
    ['Fri, 20 Nov 2026 08:00:00 GMT', eight],
    [`/Date(${eight})/`, eight],
    [`/Date(${eight}+0100)/`, eight],
    [eight, eight],
    [eight / 1000, eight],
    [eight / 1000 + 0.25, eight + 250],
    [String(eight / 1000), eight],
    [0, 0],
    [-62_135_596_800, -62_135_596_800_000],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['', undefined],
    ['yesterday', undefined],
    ['2026-13-20T08:00:00Z', undefined],
    ['20 Nov 2026', undefined],
    ['2026', undefined],
    [1e18, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [given, time] of cases) test(`${JSON.stringify(given)} is ${time}`, () => assert.equal(readTime(given), time));

  test('are the same whatever the zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      for (const TZ of ['Pacific/Kiritimati', 'America/New_York', 'UTC']) {
        process.env['TZ'] = TZ;
        for (const [given, time] of cases) assert.equal(readTime(given), time, `${TZ} ${JSON.stringify(given)}`);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
