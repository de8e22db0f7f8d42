import { suite, test } from 'node:test';
import { seed, shareOf } from '../support/property.ts';
import { deployedLaws } from './deployed.ts';
import { stateLaws } from './states.ts';

suite('what was deployed', () => {
  for (const { name, runs, check } of [...deployedLaws, ...stateLaws])
    test(name, () => check({ seed, runs: shareOf(runs) }));
});
