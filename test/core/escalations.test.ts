/** Actions that are known to escalate privileges, and the risk of an action. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { foldCase, readEscalations, riskOf } from '../../core/src/actions/index.ts';
import { builtIn } from '../support/samples.ts';

const table = readFileSync('data/escalations.txt', 'utf8');
const rows = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

suite('known privilege escalations', () => {
  test('every row of the table is read', () => {
    assert.equal(readEscalations(table).size, rows.length);
  });

  test('every action of the table is in the catalogue, spelled like there', () => {
    const known = rows.filter((row) => {
      const [service = '', name = ''] = (row.split(' ')[0] ?? '').split(':');
      return builtIn.service(foldCase(service))?.names.includes(name) === true;
    });
    assert.deepEqual(known, rows);
  });

  test('every source is the address of a page', () => {
    const sources = [...readEscalations(table).values()].map(({ source }) => source);
    assert.deepEqual(
      sources.filter((source) => !/^https:\/\/\S+\/\S+$/.test(source)),
      [],
    );
  });

  test('a row with an unknown kind is left out', () => {
    assert.deepEqual(
      [...readEscalations('# comment\niam:PassRole passes https://a/b\niam:GetRole reads https://a/b\n')],
      [['iam:passrole', { kind: 'passes', source: 'https://a/b' }]],
    );
  });
});

suite('the risk of an action', () => {
  const escalations = readEscalations('lambda:UpdateFunctionCode runs https://a/b');

  test('is its access level', () => {
    assert.equal(riskOf('s3:PutBucketPolicy', 'Permissions management', escalations), 'Permissions management');
  });

  test('is a privilege escalation if it is known to be one, whatever its access level and letter case', () => {
    assert.equal(riskOf('lambda:updatefunctioncode', 'Write', escalations), 'Privilege escalation');
  });

  test('is unknown if neither is known', () => {
    assert.equal(riskOf('s3:New', undefined, escalations), undefined);
  });
});
