import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { applyKeepRules } from '../../core/src/config/keepRules.ts';
import { intersectUnused } from '../../core/src/findings/combineUnused.ts';
import { actionsOf, policyOf, refine } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

suite('what several principals leave unused', () => {
  const names = (services: readonly Readonly<Record<string, readonly string[] | null>>[]): unknown =>
    Object.fromEntries(
      [...intersectUnused(services.map(unusedOf))]
        .filter(([, { actions }]) => actions?.size !== 0)
        .map(([service, { actions }]) => [service, actions === undefined ? '*' : [...actions.keys()]]),
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

suite('names that only a finding knows', () => {
  const catalogue = catalogueOf({ s3: ['Get'] });
  const text = policyOf('s3:*');

  test('stay where somebody else uses them, though all that the catalogue lists is unused', () => {
    const common = intersectUnused([unusedOf({ s3: ['Get', 'New'] }), unusedOf({ s3: ['Get'] })]);
    assert.deepEqual(actionsOf(refine(text, catalogue, common).text), [['s3:New']]);
  });

  test('stay where they are to be kept', () => {
    const left = applyKeepRules(unusedOf({ s3: ['Get', 'New'] }), ['s3:N*'], catalogue);
    assert.deepEqual(actionsOf(refine(text, catalogue, left).text), [['s3:New']]);
  });

  test('* stays where something is to be kept of a service that nobody knows, though all that is known is unused', () => {
    const left = applyKeepRules(unusedOf({ s3: null }), ['new:Get'], catalogue);
    const all = policyOf('*');
    assert.equal(refine(all, catalogue, left).text, all);
  });

  test('a name to be kept that nobody else knows stays', () => {
    const left = applyKeepRules(unusedOf({ s3: null }), ['s3:New'], catalogue);
    assert.deepEqual(actionsOf(refine(text, catalogue, left).text), [['s3:New']]);
  });
});

test('thousands of holders that name the same names keep each once', () => {
  const names = Array.from({ length: 50 }, (_, i) => `Action${i}`);
  const all = Array.from({ length: 3000 }, (_, i) => unusedOf({ s3: names.filter((_name, at) => (at + i) % 2 === 0) }));
  assert.deepEqual(intersectUnused(all).get('s3')?.notUnused?.toSorted(), names.toSorted());
});
