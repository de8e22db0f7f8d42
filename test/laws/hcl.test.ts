import { suite, test } from 'node:test';
import { hclLaws } from './hcl.ts';
import { terraformHolderLaws } from './terraformHolders.ts';
import { seed } from '../support/property.ts';

suite('Terraform', () => {
  for (const { name, runs, check } of [...hclLaws, ...terraformHolderLaws]) test(name, () => check({ seed, runs }));
});
