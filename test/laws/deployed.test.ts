import { suite, test } from 'node:test';
import { seed, shareOf } from '../support/property.ts';
import { deployedLaws } from './deployed.ts';

suite('names that are made when a template is deployed', () => {
  for (const { name, runs, check } of deployedLaws) test(name, () => check({ seed, runs: shareOf(runs) }));
});
