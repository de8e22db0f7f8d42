import { suite, test } from 'node:test';
import { refinementLaws } from './refinement.ts';
import { seed, shareOf } from '../support/property.ts';

suite('refining any policy', () => {
  for (const { name, runs, check } of refinementLaws) test(name, () => check({ seed, runs: shareOf(runs) }));
});
