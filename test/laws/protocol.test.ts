import { suite, test } from 'node:test';
import { protocolLaws } from './protocol.ts';
import { seed } from '../support/property.ts';

suite('whatever a person does', () => {
  for (const { name, runs, check } of protocolLaws) test(name, () => check({ seed, runs }));
});
