import { suite, test } from 'node:test';
import { holderLaws } from './holders.ts';
import { incrementalLaws } from './incremental.ts';
import { refinedLaws } from './refined.ts';
import { editorLaws, unreadLaws } from './unread.ts';
import { seed, shareOf } from '../support/property.ts';

suite('templates and account details: who holds what, what is offered, what is not read', () => {
  for (const { name, runs, check } of [...holderLaws, ...refinedLaws, ...unreadLaws, ...incrementalLaws, ...editorLaws])
    test(name, () => check({ seed, runs: shareOf(runs) }));
});
