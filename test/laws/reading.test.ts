import { suite, test } from 'node:test';
import { readingLaws } from './reading.ts';
import { seed } from '../support/property.ts';

suite('reading whatever there is', () => {
  for (const { name, runs, check } of readingLaws) test(name, () => check({ seed, runs }));
});
