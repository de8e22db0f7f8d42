import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { intersectUnused } from '../../core/src/index.ts';
import { unusedOf } from '../support/samples.ts';

suite('what several principals leave unused', () => {
  const names = (services: readonly Readonly<Record<string, readonly string[] | null>>[]): unknown =>
    Object.fromEntries(
      [...intersectUnused(services.map(unusedOf))].map(([service, { actions }]) => [
        service,
        actions === undefined ? '*' : [...actions.keys()],
      ]),
    );

  test('is only what all of them do', () => {
    assert.deepEqual(
      names([
        { s3: ['GetObject', 'PutObject'], sqs: ['SendMessage'] },
        { s3: ['putobject'], ec2: ['RunInstances'] },
      ]),
      { s3: ['putobject'] },
    );
  });

  test('a whole service unused by one is what the others name of it', () => {
    assert.deepEqual(
      names([
        { s3: null, sqs: null },
        { s3: ['GetObject'], sqs: null },
      ]),
      { s3: ['getobject'], sqs: '*' },
    );
    assert.deepEqual(names([{ s3: ['GetObject'] }, { s3: null }]), { s3: ['getobject'] });
  });

  test('nobody: nothing', () => assert.deepEqual(names([]), {}));
});
