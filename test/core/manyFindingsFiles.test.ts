/** Thousands of findings files: a look-up asks those that may answer, and not each of all. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createFindingsIndex, type FiledReading } from '../../core/src/index.ts';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { finding } from '../support/findings.ts';

const arnOf = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;

/** Files with a finding each, and how often they were asked for those of somebody. */
function counted(count: number): { readonly files: readonly FiledReading[]; readonly asked: () => number } {
  let asked = 0;
  const files = Array.from({ length: count }, (_, i): FiledReading => {
    const reading = readFindings(finding([], { id: `f-${i}`, resource: arnOf(`R${i}`) }));
    const { findings } = reading;
    const ofArn = (arn: string): readonly number[] => (asked++, findings.ofArn(arn));
    const ofName = (name: string): readonly number[] => (asked++, findings.ofName(name));
    return { file: `/f/${i}.json`, reading: { ...reading, findings: { ...findings, ofArn, ofName } } };
  });
  return { files, asked: () => asked };
}

suite('an index of many files', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');

  /** How often files are asked about one principal, all look-ups together. */
  const askedIn = (count: number): number => {
    const { files, asked } = counted(count);
    const index = createFindingsIndex(files, now);
    const [name, arn] = ['R7', arnOf('R7')];
    assert.deepEqual(
      [
        index.of(arn).counting.map(({ finding: { id } }) => id),
        index.named(name).map((one) => one.arn),
        index.blockedFor(arn),
      ],
      [['f-7'], [arn], undefined],
    );
    assert.deepEqual(
      [index.unsettled(arn), index.recommendationsFor(arn), index.reportsNamed(name), index.inFolder('/f')],
      [[], [], [], []],
    );
    return asked();
  };

  test('asks no more of a thousand than of ten', () => assert.equal(askedIn(1000), askedIn(10)));

  test('finds what a file holds that the configuration declares to be about somebody', () => {
    const { files } = counted(30);
    const report = readFindings('[{"serviceNamespace": "sqs", "actions": ["SendMessage"]}]');
    const index = createFindingsIndex([...files, { file: '/f/x.json', reading: report }], now, (file) =>
      file === '/f/x.json' ? arnOf('x/R7') : undefined,
    );
    assert.deepEqual(
      [index.of(arnOf('x/R7')).counting.map(({ places: [{ file }] }) => file), index.named('R7').map(({ arn }) => arn)],
      [['/f/x.json'], [arnOf('R7'), arnOf('x/R7')]],
    );
  });

  test('finds what a file with many findings holds', () => {
    const many = Array.from({ length: 50 }, (_, i) => finding([], { id: `m-${i}`, resource: arnOf(`R${i}`) })).join(
      '\n',
    );
    const index = createFindingsIndex(
      [...counted(30).files, { file: '/f/many.json', reading: readFindings(many) }],
      now,
    );
    assert.deepEqual(new Set(index.of(arnOf('R7')).counting.map(({ finding: { id } }) => id)), new Set(['f-7', 'm-7']));
  });

  test('looks through the reports of a folder once for all policies of a document', () => {
    const report = readFindings(
      JSON.stringify({ JobStatus: 'COMPLETED', ServicesLastAccessed: [{ ServiceNamespace: 'sqs' }] }),
    );
    const files = Array.from({ length: 100 }, (_, i): FiledReading => ({ file: `/f/R${i}.json`, reading: report }));
    const index = createFindingsIndex(files, now);
    const asked: string[] = [];
    const known = {
      isKnown: (name: string): boolean => (asked.push(name), !/^R3(?:\.|$)/.test(name)),
      isHolder: () => false,
    };
    const about = (name: string): readonly string[] =>
      index
        .reportsAbout({ name }, { segments: ['f', 'p.json'], folder: '/f' }, known)
        .map(({ places: [{ file }] }) => file);
    // R3 is nobody who is known, so the report may be of anybody in its folder.
    assert.deepEqual(
      [about('R1'), about('R2'), about('R4')],
      [
        ['/f/R1.json', '/f/R3.json'],
        ['/f/R2.json', '/f/R3.json'],
        ['/f/R4.json', '/f/R3.json'],
      ],
    );
    assert.equal(asked.filter((name) => /^R50(?:\.|$)/.test(name)).length, 1);
  });
});
