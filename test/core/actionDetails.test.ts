import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { foldCase, openDetails } from '../../core/src/actions/index.ts';
import { packDetails } from '../../core/src/actions/index.ts';
import { packedDetails, serviceDetails } from '../../scripts/iamData.ts';
import { builtIn } from '../support/samples.ts';
import { slow } from '../support/slow.ts';

suite('what the Service Authorization Reference says of actions', () => {
  slow('is there for every action of the built-in catalogue, and takes at most 220 KB compressed', () => {
    const packed = packedDetails();
    const { serviceName, detailsOf } = openDetails(packed, builtIn);
    for (const { prefix, name, actions } of serviceDetails()) {
      assert.equal(serviceName(prefix), name);
      const said = actions.map((action) => detailsOf(prefix, foldCase(action.name)));
      const expected = actions.map(({ description, resourceTypes }) => ({
        description: description.replaceAll(/\s+/g, ' ').trim(),
        resourceTypes,
      }));
      assert.deepEqual(said, expected, prefix);
    }
    const size = brotliCompressSync(packed).length;
    assert.ok(size <= 220 * 1024, `${size} bytes`);
  });

  const sent = { name: 'Send', description: 'Grants permission to send', resourceTypes: ['queue*', 'topic'] };
  const listed = { name: 'list', description: 'Lists  all\tqueues', resourceTypes: [] };
  const catalogue = catalogueFromNames(
    [
      ['sqs', [sent, listed].map(({ name }) => ({ name }))],
      ['abc', []],
    ],
    'mine',
  );
  const packed = packDetails(
    [
      { prefix: 'sqs', name: 'Amazon SQS', actions: [sent, listed] },
      { prefix: 'abc', name: 'ABC', actions: [] },
    ],
    catalogue,
  );

  test('is found by folded names; what is not listed has nothing', () => {
    const { serviceName, detailsOf } = openDetails(packed, catalogue);
    assert.deepEqual(
      [detailsOf('sqs', 'send'), detailsOf('sqs', 'list'), detailsOf('sqs', 'get'), detailsOf('xyz', 'send')],
      [
        { description: 'Grants permission to send', resourceTypes: ['queue*', 'topic'] },
        { description: 'Lists all queues', resourceTypes: [] },
        undefined,
        undefined,
      ],
    );
    assert.deepEqual([serviceName('sqs'), serviceName('abc'), serviceName('xyz')], ['Amazon SQS', 'ABC', undefined]);
  });

  test('is for the catalogue it was made with only', () => {
    const { serviceName, detailsOf } = openDetails(packed, catalogueFromNames([['sqs', [{ name: 'Send' }]]], 'mine'));
    assert.deepEqual([serviceName('sqs'), detailsOf('sqs', 'send')], [undefined, undefined]);
  });
});
