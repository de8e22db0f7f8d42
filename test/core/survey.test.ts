/** A survey of a document tells what its analysis tells, although it refines nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { say } from '../../core/src/text/index.ts';
import {
  createEngine,
  readDocument,
  type Analysis,
  type Engine,
  type FindingMatch,
  type PolicySurvey,
  type Unused,
} from '../../core/src/index.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const names = { s3: ['GetObject', 'GetObjectAcl', 'PutObject'], iam: ['PassRole', 'GetRole'], sqs: ['SendMessage'] };
const engine = createEngine(catalogueOf(names));

const all = Object.entries(names).flatMap(([service, ofService]) => ofService.map((name) => `${service}:${name}`));
const pattern = fc.constantFrom(
  ...all,
  '*',
  's3:*',
  's3:Get*',
  's3:*Acl',
  'iam:*',
  'sqs:*',
  's3:Own',
  'x:Y',
  'nonsense',
  7,
);
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny', 'Perhaps'),
  Action: fc.array(pattern, { maxLength: 4 }),
  Resource: fc.constant('*'),
});
const policy = fc.record({ Version: fc.constant('2012-10-17'), Statement: fc.array(statement, { maxLength: 3 }) });

const unusedOfAny: fc.Arbitrary<Unused> = fc
  .record({
    s3: fc.option(fc.subarray([...names.s3, 'Own', 'Newer'])),
    iam: fc.option(fc.subarray(names.iam)),
    sqs: fc.option(fc.subarray(names.sqs)),
  })
  .map(unusedOf);

/** The survey, made of an analysis. */
function surveyed(of: Engine, analysis: Analysis): PolicySurvey[] {
  return analysis.policies.map(({ policy: read, match, statements, isWhollyUnused }, index) => {
    const entries = statements.flatMap(({ entries: decided }, at) =>
      decided.flatMap((_, entry) => {
        const explained = of.explain(analysis, { policy: index, statement: at, entry });
        const { text, unused = [] } = explained ?? {};
        return text === undefined || unused.length === 0 ? [] : [{ statement: at, entry, text, unused }];
      }),
    );
    const kept = match.kind === 'matched' && match.keepRules.length > 0 ? { kept: of.kept(analysis, index) } : {};
    return { policy: read, match, entries, isWhollyUnused, ...kept };
  });
}

test('a survey tells of each policy what its analysis does', () =>
  fc.assert(
    fc.property(policy, unusedOfAny, fc.boolean(), (document, unused, isKept) => {
      const text = JSON.stringify(document);
      const reading = readDocument(text);
      const rule = { actions: ['s3:PutObject'], reason: 'yearly', line: 1, span: { offset: 0, length: 0 } };
      const match: FindingMatch = {
        kind: 'matched',
        findings: [],
        why: say('by the test'),
        unused,
        used: [],
        keepRules: isKept ? [rule] : [],
      };
      const matches = reading.policies.map(() => match);
      const analysis = engine.examine({ text, reading }, matches);
      assert.deepEqual(engine.survey({ text, reading }, matches), surveyed(engine, analysis));
    }),
    { numRuns: 500 },
  ));

test('where no finding applies, nothing is unused', () => {
  const text = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });
  const reading = readDocument(text);
  const match: FindingMatch = { kind: 'unmatched', reason: say('by the test') };
  assert.deepEqual(engine.survey({ text, reading }, match), [
    { policy: reading.policies[0], match, entries: [], isWhollyUnused: false },
  ]);
});
