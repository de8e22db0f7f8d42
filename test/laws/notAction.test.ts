import { suite, test } from 'node:test';
import { seed, shareOf } from '../support/property.ts';
import { notActionLaws } from './notAction.ts';

suite('extending a NotAction', () => {
  for (const { name, runs, check } of notActionLaws) test(name, () => check({ seed, runs: shareOf(runs) }));
});
