import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { changeStatement } from '../../core/src/edit/statementChange.ts';
import { verdictInWords } from '../support/proof.ts';
import { createProvers } from '../../core/src/proof/prover.ts';
import type { Statement } from '../../core/src/policy/model.ts';
import type { DecidedEntry } from '../../core/src/refine/refineStatement.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { say } from '../../core/src/text/message.ts';

const catalogue = catalogueOf({ s3: ['GetBucketAcl', 'GetObject', 'PutObject'] });
const unused = unusedOf({ s3: ['GetBucketAcl', 'PutObject'] });

const span = { offset: 0, length: 0 };

/** A statement with these entries in one list. */
function listOf(entries: readonly DecidedEntry[]): Statement {
  const listed = entries.map((entry, index) => ({
    span,
    ...entry,
    slot: { kind: 'element' as const, list: 0, index },
  }));
  const action = {
    element: 'Action' as const,
    keySpan: span,
    valueSpan: span,
    lists: [{ span, elements: entries.map(() => span) }],
    entries: listed,
  };
  return { span, slot: { kind: 'value' }, role: { kind: 'refinable' }, action };
}

/** What the proof says of a change, where the decisions may be wrong. */
function verdict(entries: readonly DecidedEntry[], isChosen: (index: number) => boolean = () => true): string {
  const before = entries.flatMap(({ pattern }) => pattern ?? []);
  const prover = createProvers(catalogue, { unused, used: [] })(before);
  const change = changeStatement({ statement: listOf(entries), entries }, isChosen, prover);
  if (change === undefined) return 'nothing changes';
  return verdictInWords(change.verdict);
}

const keep = (text: string): DecidedEntry => ({ pattern: text, decision: { kind: 'keep', matched: 1 } });
const drop = (text: string): DecidedEntry => ({
  pattern: text,
  decision: { kind: 'drop', matched: 1, pattern: 'action' },
});
const narrow = (text: string, ...to: readonly string[]): DecidedEntry => ({
  pattern: text,
  decision: { kind: 'narrow', matched: 2, unused: 1, to },
});
const cannot = (text: string): DecidedEntry => ({
  pattern: text,
  decision: { kind: 'cannot-narrow', matched: 2, unused: 1, reason: say('unknown') },
});

suite('the proof of a change is told only what openly stays', () => {
  const cases: readonly (readonly [what: string, said: string, expected: string])[] = [
    ['right', verdict([narrow('s3:Get*', 's3:GetObject'), drop('s3:PutObject'), {}]), 'kept 1, removed 2'],
    ['nothing to do', verdict([keep('s3:GetObject'), {}]), 'nothing changes'],
    [
      'a decision to keep is not believed',
      verdict([keep('s3:Get*'), drop('s3:PutObject')]),
      's3:GetBucketAcl is unused and still allowed',
    ],
    [
      'nor is what is written',
      verdict([narrow('s3:Get*', 's3:Get*'), drop('s3:PutObject')]),
      's3:GetBucketAcl is unused and still allowed',
    ],
    ['what cannot be narrowed openly stays', verdict([cannot('s3:Get*'), drop('s3:PutObject')]), 'kept 2, removed 1'],
    [
      'what was not chosen openly stays',
      verdict([narrow('s3:Get*', 's3:GetObject'), drop('s3:PutObject')], (i) => i === 1),
      'kept 2, removed 1',
    ],
  ];
  for (const [what, said, expected] of cases) test(what, () => assert.equal(said, expected));
});
