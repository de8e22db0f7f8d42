import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { findActions, idsAbove, nextMatch, soughtIn } from '../../client/webview/search.ts';
import type { PrefixTreeNode } from '../../core/src/index.ts';

const node = (prefix: string, children: readonly PrefixTreeNode[], action?: 'used' | 'unused'): PrefixTreeNode => ({
  prefix,
  state: 'safe',
  actions: 1,
  unused: 0,
  action,
  children,
});

const roots = [
  node('Get', [
    node('GetBucket', [node('GetBucketAcl', [], 'unused'), node('GetBucketTagging', [], 'used')]),
    node('GetObject', [node('GetObjectAcl', [], 'used'), node('GetObjectTagging', [], 'unused')], 'used'),
  ]),
];

suite('the search in a prefix tree', () => {
  test('is for actions, whatever the letter case, and finds none for nothing', () => {
    const ids = (sought: string): string[] => findActions(roots, sought);
    assert.deepEqual(
      [ids('acl'), ids('getobject'), ids('bucket'), ids('put'), ids('')],
      [['0.0.0', '0.1.0'], ['0.1', '0.1.0', '0.1.1'], ['0.0.0', '0.0.1'], [], []],
    );
  });

  test('takes what people copy: an action with its service, a pattern, blanks around it', () => {
    const tree = { text: 's3:Get*', service: 'S3', roots };
    const typed = ['s3:GetObject', 'S3:GETOBJECT', 'GetObject*', '  *Object* ', 's3:', '*', 'ec2:Get'];
    assert.deepEqual(
      typed.map((text) => soughtIn(tree, text)),
      ['getobject', 'getobject', 'getobject', 'object', '', '', 'ec2:get'],
    );
  });

  test('opens what is above an action', () => {
    assert.deepEqual([idsAbove('0.12.3'), idsAbove('0'), idsAbove('')], [['0', '0.12'], [], []]);
  });

  test('goes round', () => {
    assert.deepEqual([nextMatch(0, 3, 1), nextMatch(2, 3, 1), nextMatch(0, 3, -1), nextMatch(0, 0, 1)], [1, 0, 2, 0]);
  });
});
