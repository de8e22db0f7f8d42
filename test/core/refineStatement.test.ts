import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { refineEntries, type DecidedEntry } from '../../core/src/refine/refineStatement.ts';

const keep = (text: string): DecidedEntry => ({ pattern: text, decision: { kind: 'keep', matched: 1 } });
const drop = (text: string): DecidedEntry => ({
  pattern: text,
  decision: { kind: 'drop', matched: 1, pattern: 'action' },
});
const narrow = (text: string, ...to: readonly string[]): DecidedEntry => ({
  pattern: text,
  decision: { kind: 'narrow', matched: 9, unused: 1, to },
});
const all: DecidedEntry = { pattern: '*', decision: { kind: 'narrow-all', matched: 9, unused: 1 } };

/** What becomes of the entries, in words. */
function outcomes(
  entries: readonly DecidedEntry[],
  isChosen: (index: number) => boolean = () => true,
  narrowAll?: () => string[],
): string[] {
  return refineEntries(entries, isChosen, narrowAll).map((outcome) =>
    outcome.kind === 'becomes' ? outcome.to.join(' ') : outcome.kind,
  );
}

suite('what the entries of a statement become together', () => {
  const cases: readonly (readonly [what: string, entries: readonly DecidedEntry[], become: readonly string[]])[] = [
    [
      'each alone',
      [keep('s3:A'), drop('s3:B'), narrow('s3:C*', 's3:Cd', 's3:Ce*'), {}],
      ['stays', 'goes', 's3:Cd s3:Ce*', 'stays'],
    ],
    [
      'what is written and an earlier one covers is left out',
      [narrow('s3:G*', 's3:Get*'), narrow('s3:Ge*', 's3:GetObject*', 's3:Ge')],
      ['s3:Get*', 's3:Ge'],
    ],
    [
      'what is written and a later one covers is left out',
      [narrow('s3:Ge*', 's3:GetObject*'), narrow('s3:G*', 's3:Get*')],
      ['goes', 's3:Get*'],
    ],
    [
      'of two that say the same the first is written',
      [narrow('s3:G*', 's3:Get*'), narrow('s3:?*', 's3:GET*', 's3:X')],
      ['s3:Get*', 's3:X'],
    ],
    [
      'a name that a wildcard begins with',
      [narrow('s3:G*', 's3:Get*'), narrow('s3:*t', 's3:Get')],
      ['s3:Get*', 'goes'],
    ],
    [
      'a name does not cover the wildcard that it begins',
      [narrow('s3:*t', 's3:Get'), narrow('s3:G*', 's3:GetO*')],
      ['s3:Get', 's3:GetO*'],
    ],
    [
      'what stays covers',
      [keep('s3:GetObject*'), narrow('s3:Get*', 's3:GetObjectAcl', 's3:GetB*')],
      ['stays', 's3:GetB*'],
    ],
    [
      'what stays covers, in any letter case',
      [keep('S3:GETOBJECT*'), narrow('s3:Get*', 's3:GetObjectAcl')],
      ['stays', 'goes'],
    ],
    [
      'a wildcard covers one that is a character longer',
      [keep('s3:Get*'), narrow('s3:G*', 's3:GetO*', 's3:Ge')],
      ['stays', 's3:Ge'],
    ],
    [
      'services that differ in their first letter only',
      [keep('as:Get*'), narrow('bs:G*', 'bs:GetO*')],
      ['stays', 'bs:GetO*'],
    ],
    [
      'the same name stays',
      [keep('s3:GetObject'), narrow('s3:Get*', 's3:GetObject', 's3:GetB*')],
      ['stays', 's3:GetB*'],
    ],
    [
      'what stays of another service covers nothing',
      [keep('ec2:Get*'), narrow('s3:Get*', 's3:GetObject')],
      ['stays', 's3:GetObject'],
    ],
    [
      'a pattern with letters behind its star covers what lies in it',
      [keep('s3:*Object*'), narrow('s3:*', 's3:GetObject*', 's3:PutObjectAcl', 's3:GetObjec', 's3:List*')],
      ['stays', 's3:GetObjec s3:List*'],
    ],
    [
      'a pattern with a ? covers names, not wildcards',
      [keep('s3:Ge?'), narrow('s3:*', 's3:Get', 's3:Ge', 's3:Get*')],
      ['stays', 's3:Ge s3:Get*'],
    ],
    [
      'a pattern with a ? at its end covers no wildcard of its length',
      [keep('s3:Ge?'), narrow('s3:*', 's3:Ge*')],
      ['stays', 's3:Ge*'],
    ],
    ['a pattern that wants a character more', [keep('s3:*t?*'), narrow('s3:*', 's3:Get*')], ['stays', 's3:Get*']],
    [
      'a pattern that ends in letters covers names',
      [keep('s3:*Acl'), narrow('s3:*', 's3:PutObjectAcl')],
      ['stays', 'goes'],
    ],
    [
      'a pattern that ends in letters and a star',
      [keep('s3:*ObjectAcl*'), narrow('s3:*', 's3:PutObjectAcl')],
      ['stays', 'goes'],
    ],
    ['a pattern that begins in letters', [keep('s3:G*t*'), narrow('s3:*', 's3:GetX*')], ['stays', 'goes']],
    ['two patterns that say the same', [keep('s3:*?Object*'), narrow('s3:*', 's3:?*Object*')], ['stays', 'goes']],
    [
      'what goes covers nothing',
      [drop('s3:Get*'), narrow('s3:G*', 's3:GetObject', 's3:GetB')],
      ['goes', 's3:GetObject s3:GetB'],
    ],
  ];
  for (const [what, entries, become] of cases) test(what, () => assert.deepEqual(outcomes(entries), become));

  test('what is not chosen stays; of it only what allows nothing unused covers others', () => {
    const entries = [
      narrow('s3:Get*', 's3:GetA*'),
      keep('s3:PutObject*'),
      narrow('s3:*', 's3:GetA*', 's3:PutObjectAcl'),
    ];
    assert.deepEqual(
      outcomes(entries, (i) => i === 2),
      ['stays', 'stays', 's3:GetA*'],
    );
  });

  test('* stays, unless it is said what it becomes', () => {
    assert.deepEqual(outcomes([all, drop('s3:B')]), ['stays', 'goes']);
    assert.deepEqual(
      outcomes(
        [all, keep('s3:Get*')],
        () => true,
        () => ['ec2:*', 's3:GetObject'],
      ),
      ['ec2:*', 'stays'],
    );
  });
});
