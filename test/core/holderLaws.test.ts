import { suite, test } from 'node:test';
import { holderLaws } from '../laws/holders.ts';
import { incrementalLaws } from '../laws/incremental.ts';
import { refinedLaws } from '../laws/refined.ts';
import { editorLaws, unreadLaws } from '../laws/unread.ts';
import { seed, shareOf } from '../support/property.ts';

suite('templates and account details: who holds what, what is offered, what is not read', () => {
  for (const { name, runs, check } of [...holderLaws, ...refinedLaws, ...unreadLaws, ...incrementalLaws])
    test(name, () => check({ seed, runs: shareOf(runs) }));
  for (const { name, runs, check } of editorLaws)
    test(name, { todo: 'the words of the editor are being changed' }, () => check({ seed, runs: shareOf(runs) }));
});
