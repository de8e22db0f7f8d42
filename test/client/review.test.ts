import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openReview, rowsBelow, skippedFiles, tickedIn, type ReviewRow } from '../../client/src/review/rows.ts';
import { skippedText } from '../../client/src/review/skippedText.ts';
import type { ReviewedPolicy, SkippedFile, WorkspaceReview } from '../../protocol/src/index.ts';

const reviewed = (policy: number, entries: ReviewedPolicy['entries'] = []): ReviewedPolicy => ({
  policy,
  line: 0,
  character: 0,
  principals: [],
  kept: 1,
  removed: 2,
  entries,
});

const skipped = (file: string, reason: string, more: Partial<SkippedFile> = {}): SkippedFile => ({
  uri: `file:///w/${file}`,
  file,
  reason,
  remedy: 'open',
  ...more,
});

const found: WorkspaceReview = {
  files: [
    { uri: 'file:///w/a.json', file: 'a.json', mark: 'a', policies: [reviewed(0)] },
    { uri: 'file:///w/b.json', file: 'b.json', mark: 'b', policies: [reviewed(1), reviewed(3)] },
  ],
  skipped: [skipped('c.json', 'one reason'), skipped('c.json', 'another'), skipped('d.json', 'one reason')],
  ignored: { files: 0, folders: 0 },
  findings: 1,
};

suite('the rows of a review', () => {
  const inShort = (rows: readonly ReviewRow[]): unknown[] =>
    rows.map((row) => {
      switch (row.kind) {
        case 'apply':
          return ['apply', row.policies, row.removed];
        case 'policy':
          return [row.file.file, row.policy.policy];
        case 'entry':
          return [row.texts, row.to];
        case 'skipped':
          return ['skipped', row.files];
        case 'cancel':
          return ['cancel'];
      }
    });

  test('are the actions and what is skipped, then one for each policy', () =>
    assert.deepEqual(inShort(rowsBelow(undefined, openReview(found))), [
      ['apply', 3, 6],
      ['cancel'],
      ['skipped', 2],
      ['a.json', 0],
      ['b.json', 1],
      ['b.json', 3],
    ]));

  test('have wildcards below the policy one by one, and the plain actions that are removed in one row', () => {
    const policy = reviewed(0, [
      { text: 's3:GetObject', to: [] },
      { text: 's3:Get*', to: ['s3:GetA*', 's3:GetB*'] },
      { text: 's3:List*', to: [] },
      { text: 's3:PutObject', to: [] },
    ]);
    const review = openReview({
      ...found,
      files: [{ uri: 'file:///w/a.json', file: 'a.json', mark: 'a', policies: [policy] }],
    });
    assert.deepEqual(inShort(rowsBelow(review.policies[0], review)), [
      [['s3:Get*'], ['s3:GetA*', 's3:GetB*']],
      [['s3:List*'], []],
      [['s3:GetObject', 's3:PutObject'], []],
    ]);
  });

  test('are all ticked at first; what is unticked is not applied, and a file without a ticked policy is left out', () => {
    const review = openReview(found);
    const ticked = (): unknown[] => tickedIn(review).map(({ uri, mark, policies }) => [uri.at(-6), mark, policies]);
    assert.deepEqual(ticked(), [
      ['a', 'a', [0]],
      ['b', 'b', [1, 3]],
    ]);
    const [a, , last] = review.policies;
    assert.ok(a !== undefined && last !== undefined);
    review.tick(a, false);
    review.tick(last, false);
    assert.deepEqual(ticked(), [['b', 'b', [1]]]);
    assert.deepEqual(inShort(rowsBelow(undefined, review)).slice(0, 1), [['apply', 1, 2]]);
    review.tick(a, true);
    assert.deepEqual(ticked(), [
      ['a', 'a', [0]],
      ['b', 'b', [1]],
    ]);
  });
});

suite('the list of skipped files', () => {
  const words = {
    title: 'Skipped',
    remedies: { open: 'Open', confirm: 'Confirm', 'choose-finding': 'Choose' },
    partly: 'partly',
  };

  test('has each reason once with its files, and a link for what can be done about each', () => {
    const { text, links } = skippedText(
      [
        skipped('a.json', 'the first reason'),
        skipped('b.json', 'another', { remedy: 'confirm', isPartly: true }),
        skipped('c\n.json', 'the first reason', { remedy: 'choose-finding' }),
      ],
      words,
    );
    assert.equal(
      text,
      'Skipped\n\nThe first reason.\n  a.json — Open\n  c\\u000a.json — Choose\n\nAnother.\n  b.json (partly) — Confirm\n',
    );
    const lines = text.split('\n');
    assert.deepEqual(
      links.map(({ line, from, to, file }) => [lines[line]?.slice(from, to), file.file]),
      [
        ['Open', 'a.json'],
        ['Choose', 'c\n.json'],
        ['Confirm', 'b.json'],
      ],
    );
  });

  test('counts each file once', () => assert.equal(skippedFiles(found), 2));
});
