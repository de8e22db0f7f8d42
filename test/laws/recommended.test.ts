import { suite, test } from 'node:test';
import { seed, shareOf } from '../support/property.ts';
import { recommendedLaws } from './recommended.ts';

suite("AWS's recommendation as evidence", () => {
  for (const { name, runs, check } of recommendedLaws) test(name, () => check({ seed, runs: shareOf(runs) }));
});
