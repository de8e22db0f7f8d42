/**
 * Texts that are expensive to analyse: within all limits, but far from what people write. Here only the time counts;
 * the results are tested elsewhere.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { globRefusal, matchesGlob } from '../../core/src/config/glob.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import { createFindingsReader, createEngine, readDocument, passedBound, type Unused } from '../../core/src/index.ts';
import { readConfig } from '../../core/src/config/index.ts';
import { builtIn, unusedOf } from '../support/samples.ts';
import { law, type Law } from './law.ts';
import { examined } from '../support/policies.ts';

const hardText = (units: readonly string[], most: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 6 }), fc.nat({ max: most }))
    .map(([parts, length]) =>
      parts
        .join('')
        .repeat(Math.ceil(length / parts.join('').length))
        .slice(0, length),
    );

/** Services with many actions and with names that share long prefixes, and one that the catalogue lacks. */
const services = ['ec2', 's3', 'iam', 'sagemaker', 'ssm', 'nobody'] as const;

/** Names and patterns with many ways to continue after any prefix. */
const hardName = fc.oneof(
  hardText(['*', '?', 'a', 'e', 'es', '*e*', '*?', '?*'], 300),
  fc
    .tuple(fc.constantFrom('', '*', 'Get', 'Describe'), hardText(['*a', '*e*', '?', 't*'], 60))
    .map(([start, rest]) => start + rest),
  fc.tuple(fc.constantFrom('*a', '*e', '*s'), fc.nat({ max: 100 })).map(([start, wide]) => start + '?'.repeat(wide)),
  fc.string({ unit: fc.constantFrom('a', 'e', 'i', 's', 't', '*', '?'), minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'e', 'i', 's', 't'), minLength: 1, maxLength: 128 }),
);

/** As many different strings in a list as a document in an editor may have. */
const hardActions = fc
  .tuple(
    fc.constantFrom(...services),
    fc.array(hardName, { minLength: 1, maxLength: 40 }),
    fc.integer({ min: 1, max: 50 }),
  )
  .map(([service, names, times]) =>
    Array.from({ length: times }, (_, i) =>
      names.map((name) => `${service}:${name}${i === 0 ? '' : `*${i.toString(36)}*`}`),
    ).flat(),
  );

const someUnused: fc.Arbitrary<Unused> = fc
  .tuple(fc.constantFrom(...services), fc.nat({ max: 5 }))
  .map(([service, every]) => {
    const names = builtIn.service(service)?.names ?? [];
    return unusedOf({ [service]: every === 0 ? null : names.filter((_, i) => i % every === 0) });
  });

interface HardPolicy {
  readonly actions: readonly (readonly string[])[];
  readonly unused: Unused;
}

function refineHard({ actions, unused }: HardPolicy): void {
  const engine = createEngine(builtIn);
  const text = JSON.stringify({ Statement: actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' })) });
  const reading = readDocument(text);
  if (passedBound(reading) !== undefined) return;
  const analysis = examined(engine, text, unused, { reading });
  const { edits } = engine.refine(analysis, { kind: 'file' });
  const after = applyEdits(text, edits);
  if (after !== undefined) examined(engine, after, unused, { before: analysis });
  for (const scope of [
    { kind: 'statement', policy: 0, statement: 0 } as const,
    { kind: 'entry', policy: 0, statement: 0, entry: 0 } as const,
  ])
    engine.propose(analysis, scope);
  engine.explain(analysis, { policy: 0, statement: 0, entry: 0 });
  engine.prefixTree(analysis, { policy: 0, statement: 0, entry: 0 });
  engine.count(analysis, 0);
  assert.deepEqual(analysis.defects, []);
}

const hardGlob = hardText(['**/', '*', 'a', '{a,', '}', '[', ']', '?', '/', '{a,b}', '(', '!', '\\', ','], 1200);
const hardPath = hardText(['a', 'a/', '/', 'b', '.', 'aaaaaaaa'], 4000);

/** The parts of a broken findings file or configuration. */
const hardDocument = fc.oneof(
  hardText(['{', '[', '}', ']', '"', ',', ':', '\\', '0', 'null', ' ', '/*', '*/', '//', '\n'], 200_000),
  hardText(
    [
      '{"findingDetails":[',
      '{"id":"1",',
      '"resource":"arn:aws:iam::123456789012:role/A",',
      '"actions":[',
      '"x"',
      '],',
      '}',
      '\n',
    ],
    200_000,
  ),
  hardText(['{"a":', '[', '"a",', '1'], 200_000),
);

/** The most processor time of one of these inputs in the fuzzer, in milliseconds. */
const mostMs = 2000;

const laws: readonly Law[] = [
  law(
    'policies with wildcards that are hard to match are refined',
    fc.record({ actions: fc.array(hardActions, { minLength: 1, maxLength: 3 }), unused: someUnused }),
    refineHard,
    3,
  ),
  law(
    'a glob that is not refused is matched against any path',
    fc.tuple(hardGlob, hardPath),
    ([glob, path]) => {
      if (globRefusal(glob) === undefined) matchesGlob(glob, path);
    },
    200,
  ),
  law(
    'a text that is no document is read to its end by all that read documents',
    hardDocument,
    (text) => {
      readDocument(text);
      readConfig(text);
      const reader = createFindingsReader();
      reader.push(text);
      reader.end();
    },
    10,
  ),
];

export const hardLaws: readonly Law[] = laws.map((one) => ({ ...one, mostMs }));
