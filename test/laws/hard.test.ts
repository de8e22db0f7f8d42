import { suite, test } from 'node:test';
import { hardLaws } from './hard.ts';
import { seed, shareOf } from '../support/property.ts';

suite('texts that are hard to read, match or prove', () => {
  for (const { name, runs, check } of hardLaws) test(name, () => check({ seed, runs: shareOf(runs) }));
});
