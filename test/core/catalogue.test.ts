import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { accessLevels, openCatalogue, readCatalogue } from '../../core/src/actions/index.ts';
import { packCatalogue } from '../../core/src/actions/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import { catalogueDates, catalogueServices } from '../../scripts/iamData.ts';
import { narrowAll } from '../../core/src/refine/decision.ts';
import { createUniverses } from '../../core/src/refine/universe.ts';
import { builtIn, unusedOf } from '../support/samples.ts';

suite('the built-in catalogue', () => {
  test('carries its date and its counts', () => {
    assert.deepEqual(
      { label: inWords(builtIn.label), services: builtIn.serviceCount, actions: builtIn.actionCount },
      { label: 'the action catalogue from 2026-09-26', services: 456, actions: 22_091 },
    );
  });

  test('holds every action of the data it was made from, with its access level', () => {
    for (const { prefix, actions } of catalogueServices()) {
      const service = builtIn.service(prefix);
      const found = Object.fromEntries(service?.names.map((name, i) => [name, service.levels?.[i]]) ?? []);
      assert.deepEqual(
        found,
        Object.fromEntries(actions.map(({ name, level }) => [name, accessLevels[level]])),
        prefix,
      );
    }
  });

  test('says of every action whether AWS tracks its use, as data/tracked.json does', () => {
    const source = JSON.parse(readFileSync('data/tracked.json', 'utf8')) as {
      readonly date: string;
      readonly services: Readonly<Record<string, Readonly<Record<string, string>>>>;
    };
    assert.equal(builtIn.trackedOn, source.date);
    const counts: Record<string, number> = { tracked: 0, untracked: 0, unknown: 0 };
    for (const prefix of builtIn.services) {
      const { names = [], tracked } = builtIn.service(prefix) ?? {};
      const { others = '', ...lists } = source.services[prefix] ?? {};
      const wordOf = (name: string): string =>
        Object.keys(lists).find((word) => lists[word]?.split(' ').includes(name) === true) ?? others;
      const listed = Object.values(lists).flatMap((list) => list.split(' '));
      assert.deepEqual(
        listed.filter((name) => !names.includes(name)),
        [],
        `${prefix}: names that the catalogue lacks`,
      );
      const expected = names.map(wordOf);
      for (const word of expected) counts[word] = (counts[word] ?? 0) + 1;
      const words = new Map([
        ['tracked', true],
        ['untracked', false],
      ]);
      assert.deepEqual(
        tracked,
        expected.map((word) => words.get(word)),
        prefix,
      );
    }
    assert.deepEqual(counts, { tracked: 10_084, untracked: 11_855, unknown: 152 });
  });

  test('is what the generator makes, and takes at most 150 KB compressed', () => {
    const committed = readFileSync('data/catalogue.txt', 'utf8');
    assert.equal(packCatalogue(catalogueServices(), catalogueDates()), committed);
    assert.ok(gzipSync(committed).length <= 150 * 1024, `${gzipSync(committed).length} bytes`);
  });

  const committed = readFileSync('data/catalogue.txt', 'utf8');
  const unlike: readonly (readonly [what: string, text: string])[] = [
    ['text of another form', '{"s3": []}'],
    ['nothing', ''],
    ['a file that was copied in part', committed.slice(0, 100_000)],
    ['up to the end of a service', committed.slice(0, committed.lastIndexOf('\n', committed.length - 2) + 1)],
    ['but for the last characters', committed.slice(0, -3)],
    ['but for an action in the middle', committed.replace(/ [^ \n]+ (?=[^ \n]+\nsns )/, ' ')],
    ['line ends of Windows', committed.replaceAll('\n', '\r\n')],
  ];
  for (const [what, text] of unlike)
    test(`${what}: an empty catalogue that says so`, () => {
      const { label, services, service, date, trackedOn } = openCatalogue(text);
      assert.deepEqual(
        [inWords(label), services, service('s3'), date, trackedOn],
        ['an unreadable action catalogue', [], undefined, undefined, undefined],
      );
    });

  test('every access level is packed with every tracking', () => {
    const actions = (['L', 'R', 'W', 'T', 'P'] as const).flatMap((level) =>
      [true, false, undefined].map((tracked) => ({ name: `A${level}${tracked}`, level, tracked })),
    );
    const opened = openCatalogue(
      packCatalogue([{ prefix: 's', actions }], { listed: '2026-01-02', tracked: '2026-01-01' }),
    );
    const { names = [], levels, tracked } = opened.service('s') ?? {};
    const found = names.map((name, i) => ({ name, level: levels?.[i], tracked: tracked?.[i] }));
    const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
    assert.deepEqual(
      found.toSorted(byName),
      actions.map((action) => ({ ...action, level: accessLevels[action.level] })).toSorted(byName),
    );
    assert.equal(opened.trackedOn, '2026-01-01');
  });
});

suite('a catalogue from a file', () => {
  test('has its services in order, whatever the letter case of their prefixes', () => {
    const reading = readCatalogue('{"zz": ["C"], "SQS": ["A", "B"], "a4b": ["C"]}', 'mine');
    assert.ok(reading.kind === 'read');
    assert.deepEqual(reading.catalogue.services, ['a4b', 'sqs', 'zz']);
    // Otherwise a service of the findings would be there twice, and so would what replaces `*`.
    const universe = createUniverses(reading.catalogue, unusedOf({ a4b: ['C'], sqs: ['A'] }))(new Map());
    assert.deepEqual(narrowAll(universe), ['sqs:B', 'zz:*']);
  });

  test('case twins are one action, in the first spelling', () => {
    const reading = readCatalogue('{"S3": ["getObject", "GetObject", "Abort"]}', 'mine');
    assert.equal(reading.kind, 'read');
    assert.deepEqual(reading.catalogue.service('s3'), {
      names: ['Abort', 'getObject'],
      folded: ['abort', 'getobject'],
    });
    assert.deepEqual([reading.catalogue.serviceCount, reading.catalogue.actionCount], [1, 2]);
  });

  test('what is wrong is told with its place', () => {
    const errorOf = (text: string): unknown => {
      const reading = readCatalogue(text, 'mine');
      return reading.kind === 'unreadable' ? [inWords(reading.error.message), reading.error.span.offset] : reading.kind;
    };
    assert.deepEqual(errorOf('["s3"]'), ['expected an object with a list of action names for each service prefix', 0]);
    assert.deepEqual(errorOf('{"s3": "GetObject"}'), ['expected a list of action names for s3', 7]);
    assert.deepEqual(errorOf('{"s3": ["GetObject", 3]}'), ['expected a list of action names for s3', 21]);
    assert.deepEqual(errorOf('{"s3": ['), ['close bracket expected', 8]);
    assert.deepEqual(errorOf('{"s3": ["GetObject", "Get*"]}'), ['s3:Get* is not an action', 21]);
    assert.deepEqual(errorOf('{"s3": [{"name": ""}]}'), ['s3: is not an action', 8]);
    assert.deepEqual(errorOf('{"s*": ["GetObject"]}'), ['s*:GetObject is not an action', 8]);
    assert.deepEqual(errorOf('{"s3": ["Get"], "S3": ["Put"]}'), ['duplicate service S3', 16]);
  });

  test('keys like __proto__ are names like others', () => {
    const reading = readCatalogue('{"constructor": ["__proto__", "toString"]}', 'mine');
    assert.equal(reading.kind, 'read');
    assert.deepEqual(reading.catalogue.service('constructor')?.names, ['__proto__', 'toString']);
  });
});
