/** What the prefix tree offers to do with its wildcard: the same proven change as the light bulb. */
import { withheld, type EntryExplanation, type FindingMatch, type PolicyPlace } from '../../../core/src/index.ts';
import type { Replacement } from '../../../protocol/src/index.ts';
import { entryOffers } from './fixes/entryFix.ts';
import { dataOf } from './fixes/presented.ts';
import { proveFix } from './fixes/proveFix.ts';
import type { FixBase } from './fixes/provenFix.ts';
import { t, told } from '../lsp/language.ts';

/** The proven change of an entry, or why there is none. `noFinding`: why nothing is known about single actions. */
export function replacementOf(base: FixBase, place: Required<PolicyPlace>, noFinding: string | undefined): Replacement {
  const { analysis, engine } = base.found;
  const found = analysis.policies[place.policy];
  const target = found?.statements[place.statement];
  const [offer] =
    target === undefined ? [] : entryOffers({ ...base, diagnostics: [], shownAbout: new Map() }, target, place);
  if (offer === undefined) return none(noFinding ?? reasonToKeep(engine.explain(analysis, place), found?.match));
  const proven = proveFix(base, offer.fix);
  if (proven.kind === 'refused') return none(proven.reason ?? nothingUnused());
  return { kind: 'possible', title: offer.action.title, fix: dataOf(base, offer.fix, proven) };
}

function none(reason: string): Replacement {
  return { kind: 'none', reason };
}

/** Why an entry stays as it is. */
function reasonToKeep(explanation: EntryExplanation | undefined, match: FindingMatch | undefined): string {
  if (explanation?.decision.kind === 'cannot-narrow') return told(explanation.decision.reason);
  const held = match?.kind === 'matched' ? withheld(match, explanation?.kept ?? []) : [];
  if (held.length === 0) return nothingUnused();
  return held
    .map(({ actions, reason }) => t('Reported unused but kept: {0} — {1}', actions.join(', '), told(reason)))
    .join('; ');
}

function nothingUnused(): string {
  return t('none of its actions is reported unused');
}
