import { suite, test } from 'node:test';
import { seed, shareOf } from '../support/property.ts';
import { yamlLaws } from './yaml.ts';

suite('YAML', () => {
  for (const { name, runs, check } of yamlLaws) test(name, () => check({ seed, runs: shareOf(runs) }));
});
