/** The links of a hover, which run commands of our client. */
import type { EntryExplanation, PolicyPlace } from '../../../core/src/index.ts';
import { clientCommands } from '../../../protocol/src/index.ts';
import { t } from '../lsp/language.ts';
import { entryOffers } from './fixes/entryFix.ts';
import { presented } from './fixes/presented.ts';
import type { FixBase } from './fixes/provenFix.ts';
import { stoppable, type Stoppable } from './fixes/stopKeepingFix.ts';
import { commandLink } from './markdown.ts';

/** What the links of an entry are about. */
export interface LinkTarget {
  readonly place: Required<PolicyPlace>;
  readonly explanation: EntryExplanation;
  /** The start of the entry, if it is a wildcard with a prefix tree. */
  readonly tree?: { readonly line: number; readonly character: number } | undefined;
}

/** One line of links: the fix, keeping, the finding, and the prefix tree, which shows more. */
export function hoverLinks(base: FixBase, { place, explanation, tree }: LinkTarget): string {
  const { uri } = base.document;
  const { text, kept, unused } = explanation;
  const single = kept.length + unused.length === 1 ? [...kept, ...unused] : [];
  const isMatched = base.found.analysis.policies[place.policy]?.match.kind === 'matched';
  return [
    ...fixLinks(base, place),
    ...(unused.length === 0 ? [] : [commandLink(t('Keep…'), clientCommands.keepAction, [uri, text])]),
    ...stoppable(base.found, place.policy, kept)
      .slice(0, mostStops)
      .map((one) => stopLink(uri, one)),
    ...(isMatched ? [commandLink(t('Finding'), clientCommands.openFinding, [uri, place.policy, ...single])] : []),
    ...(tree === undefined ? [] : [commandLink(t('More…'), clientCommands.showTrie, [uri, tree.line, tree.character])]),
  ].join(' · ');
}

/** So many that the links stay in one row or two. The light bulb has all. */
const mostStops = 2;

/** The link says all that is no longer kept: a wildcard of a keep rule keeps more than this entry. */
function stopLink(uri: string, { action, isShared }: Stoppable): string {
  const label = isShared ? t('Stop Keeping {0}, also for other principals', action) : t('Stop Keeping {0}', action);
  return commandLink(label, clientCommands.stopKeeping, [uri, [action]]);
}

/** The fix of the entry, if it is proven. Our client asks first where the finding is doubtful. */
function fixLinks(base: FixBase, place: Required<PolicyPlace>): string[] {
  const target = base.found.analysis.policies[place.policy]?.statements[place.statement];
  if (target === undefined) return [];
  const request = { ...base, diagnostics: [], shownAbout: new Map() };
  return entryOffers(request, target, place)
    .flatMap((offer) => presented(base, offer))
    .flatMap(({ title, disabled, data, command }) => {
      const fix: unknown = command?.arguments?.[0] ?? data;
      return disabled !== undefined || fix === undefined ? [] : [commandLink(title, clientCommands.applyFix, [fix])];
    });
}
