/** Decisions are shared while they are among the latest, and then forgotten. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createDeciders } from '../../core/src/refine/policyDecider.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const used: readonly string[] = [];
const names = { s3: ['GetObject'] };

suite('the decisions for the same evidence', () => {
  test('are the same object until many others were asked for', () => {
    const sharedFor = createDeciders(catalogueOf(names));
    const evidence = { unused: unusedOf({ s3: ['GetObject'] }), used };
    const first = sharedFor(evidence);
    const askForOthers = (count: number): void => {
      for (let i = 0; i < count; i++) sharedFor({ unused: unusedOf({ s3: ['GetObject'] }), used });
    };
    askForOthers(31);
    assert.equal(sharedFor(evidence), first);
    askForOthers(32);
    assert.notEqual(sharedFor(evidence), first);
  });

  test('are other ones for other used actions', () => {
    const sharedFor = createDeciders(catalogueOf(names));
    const unused = unusedOf({ s3: ['GetObject'] });
    assert.notEqual(sharedFor({ unused, used: ['s3:GetObject'] }), sharedFor({ unused, used }));
  });
});

test('a policy with names that the catalogue lacks has one decider, and each pattern is decided with its names', () => {
  const sharedFor = createDeciders(catalogueOf(names));
  const shared = sharedFor({ unused: unusedOf({ s3: ['GetObject'] }), used });
  const own = ['s3:GetThing', 's3:PutThing'];
  const decider = shared.deciderFor(own);
  assert.equal(shared.deciderFor([...own]), decider);
  const actions = ['s3:GetThing', 's3:getthing', 's3:GetOther', 's3:Get*', 's3:List*', '*', 'sqs:GetThing', 'odd'];
  assert.deepEqual(
    actions.filter((action) => decider.allowsOwnAction(action)),
    ['s3:GetThing', 's3:getthing', 's3:Get*', '*'],
  );
});
