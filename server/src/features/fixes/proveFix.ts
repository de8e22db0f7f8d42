import type { Fix } from './fixData.ts';
import { type FixBase, type ProvenFix, provenRefinement } from './provenFix.ts';
import { wholeFile } from '../wholeFile.ts';
import { doubtfulPolicies } from '../doubt.ts';
import { proveConfirm } from './confirmFix.ts';
import { provePin } from './pinFix.ts';
import { proveStopKeeping } from './stopKeepingFix.ts';
import { proveSpelling } from './spellingFix.ts';

/** Proves the change that a fix would make now. Its edit is only made on request. */
export function proveFix(base: FixBase, fix: Fix): ProvenFix {
  switch (fix.kind) {
    case 'entry':
    case 'statement':
      return provenRefinement(base, fix, ({ changes }) =>
        changes.map(({ entries }) => entries.filter((_, i) => concerns(fix, i))),
      );
    case 'fix-all':
      return provenRefinement(
        base,
        { ...wholeFile(base.found), except: new Set(doubtfulPolicies(base.found).keys()) },
        () => fix.kind,
      );
    case 'compact':
      return provenRefinement(base, { ...wholeFile(base.found), isCompact: true }, () => fix.kind);
    case 'spelling':
      return proveSpelling(base, fix);
    case 'stop-keeping':
      return proveStopKeeping(base, fix);
    case 'confirm':
      return proveConfirm(base, fix);
    case 'pin':
      return provePin(base, fix);
  }
}

function concerns(fix: Extract<Fix, { kind: 'entry' | 'statement' }>, entry: number): boolean {
  return fix.kind === 'statement' || fix.entry === entry;
}
