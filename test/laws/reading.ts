/** What holds for whatever is read: nothing throws or hangs, and no edit damages a document. Input is what is real, and then broken. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import picomatch from 'picomatch';
import {
  applyEdits,
  createFindingsIndex,
  createRefiner,
  createWitness,
  entrySpans,
  jsonHost,
  mapPolicy,
  openCatalogue,
  readCatalogue,
  readConfig,
  readFindings,
  remarksOn,
  unusedBy,
  type Scope,
} from '../../core/src/index.ts';
import { builtIn, sample } from '../support/samples.ts';
import { law, type Law } from './law.ts';

const samples = readdirSync('test/fixtures/samples').map(sample);
const examples = ['MyRole.json', 'Auditor.json', 'DataPipeline/policy.json', 'findings/MyRole.finding.json'];
const documents = [...samples, ...examples.map((file) => readFileSync(`examples/${file}`, 'utf8'))];
const compact = documents.map((text) => JSON.stringify(JSON.parse(text)));

const configs = [
  '{"findings": ["a/*.json", {"files": "b", "principal": "arn:aws:iam::123456789012:role/MyRole"}]}',
  '{"policies": [{"files": "**", "attachedTo": ["arn:aws:iam::123456789012:role/MyRole"]}], "keep": []}',
  '{\n  // c\n  "keep": [{"actions": ["s3:*", "*"], "reason": "r", "until": "2026-01-01"}],\n}',
  '{}',
];

/** What makes trouble where it should not. */
const poison = fc.constantFrom(
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '//',
  '/*',
  '*/',
  '\r',
  '\n',
  '\uFEFF',
  '\u0000',
  '\uD800',
  '\\ud800',
  'null',
  '1e999',
  '-',
  '*',
  '?',
  '"__proto__":',
  '"constructor":',
  '"Statement":',
  '"Action":[]',
  '"Action":"s3:*?*?*?*",',
  '"Effect":"Allow",',
  'é',
  '💥',
  '"actions":null,',
  '"nextToken":"t",',
);

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  /** Take what is inserted from elsewhere in the text. */
  readonly from?: number | undefined;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat({ max: 3 }) },
    { weight: 1, arbitrary: fc.nat({ max: 400 }) },
  ),
  insert: fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 2, arbitrary: poison }),
  from: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined, freq: 2 }),
});

/** A real text, broken in a few places or in none. */
function broken(texts: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...texts), fc.array(mutation, { maxLength: 4 })).map(([text, mutations]) =>
    mutations.reduce((now, { at, remove, insert, from }) => {
      const offset = Math.floor(at * now.length);
      const source = from === undefined ? insert : now.slice(Math.floor(from * now.length), Math.floor(from * now.length) + 60);
      return now.slice(0, offset) + source + now.slice(offset + remove);
    }, text),
  );
}

const anyDocument = broken([...documents, ...compact]);
const anyConfig = broken(configs);

function readsOrSaysWhy(text: string): void {
  const { findings, error } = readFindings(text);
  assert.ok(error === undefined || (findings.count === 0 && error.span.offset <= text.length), JSON.stringify(error));
  for (let i = 0; i < findings.count; i++) {
    const { offset, length } = findings.span(i);
    assert.ok(offset >= 0 && offset + length <= text.length);
    assert.ok(findings.finding(i).services.size >= 0);
    entrySpans(text.slice(offset, offset + length));
  }
}

/** Everything that is offered leaves a document that reads as well as before. */
function isEditedSafely(text: string, findings: string, config: string): void {
  const settings = readConfig(config);
  const index = createFindingsIndex([{ file: '/w/f.json', reading: readFindings(findings) }]);
  const witness = createWitness({
    index,
    config: settings.kind === 'read' ? { file: '.iam-refine.json', config: settings.config } : undefined,
    catalogue: builtIn,
    matchesGlob: (glob, path) => picomatch.isMatch(path, glob),
    now: Date.UTC(2026, 10, 24),
    staleAfterDays: 90,
  });
  const refiner = createRefiner(builtIn);
  const reading = jsonHost.read(text);
  const evidence = reading.policies.map(({ subject }) =>
    witness.ofFile({ segments: ['MyRole.json'], folder: '/w', pathInConfig: 'MyRole.json' }, subject),
  );
  const analysis = refiner.analyse(text, unusedBy(evidence), reading);
  assert.deepEqual(analysis.defects, []);
  remarksOn(refiner, analysis, evidence);
  for (const scope of scopesOf(analysis.problems)) {
    const { edits, left } = refiner.refine(analysis, scope);
    assert.deepEqual(
      left.filter(({ code }) => code === 'refinement.unproven'),
      [],
    );
    if (reading.errors.length > 0) assert.deepEqual(edits, []);
    const edited = applyEdits(text, edits);
    assert.ok(edited !== undefined);
    assert.equal(jsonHost.read(edited).errors.length, reading.errors.length);
  }
}

function scopesOf(problems: ReturnType<ReturnType<typeof createRefiner>['analyse']>['problems']): Scope[] {
  const places = problems.flatMap(({ place }): Scope[] => {
    if (place === undefined) return [];
    const { policy, statement, entry } = place;
    return entry === undefined ? [{ kind: 'statement', policy, statement }] : [{ kind: 'entry', policy, statement, entry }];
  });
  return [{ kind: 'file' }, ...places.slice(0, 12)];
}

/** Whatever a file holds. */
export const readingLaws: readonly Law[] = [
  law('a findings file is read, or says where it is broken', anyDocument, readsOrSaysWhy, 300),
  law(
    'a policy is analysed, and what is offered leaves a document as sound as it was',
    fc.tuple(anyDocument, anyDocument, anyConfig),
    ([text, findings, config]) => isEditedSafely(text, findings, config),
    150,
  ),
  law(
    'a configuration is read, or says where it is wrong; one that is read can be written into',
    anyConfig,
    (text) => {
      const reading = readConfig(text);
      if (reading.kind === 'unreadable') return;
      const edit = mapPolicy(text, 'x.json', ['arn:aws:iam::123456789012:role/A']);
      assert.ok(edit.kind === 'edit', JSON.stringify(edit));
      const after = readConfig(applyEdits(text, edit.edits) ?? '{');
      assert.ok(after.kind === 'read');
      assert.deepEqual(
        after.config.policies.find(({ files }) => files === 'x.json')?.attachedTo.map(({ principal }) => principal.name),
        ['A'],
      );
    },
    200,
  ),
  law(
    'a catalogue is read, or says where it is wrong',
    broken([
      sample('catalogue.2024-08.s3-lambda.json'),
      '{"s3": [{"name": "A", "tracked": true}]}',
      'iam-refine-catalogue 1 2026-01-01 1 2\ns3 L0A R1B',
    ]),
    (text) => {
      readCatalogue(text, 'x');
      const catalogue = openCatalogue(text);
      for (const service of catalogue.services) assert.ok((catalogue.service(service)?.names.length ?? 0) >= 0);
    },
    200,
  ),
];
