import { isPrefixWildcard } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import { holdsEveryExtension, matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { Decision } from './decision.ts';

/** What happens to one entry of an `Action` element. */
export type EntryOutcome =
  | { readonly kind: 'stays' }
  | { readonly kind: 'goes' }
  /** One or more action strings take its place. */
  | { readonly kind: 'becomes'; readonly to: readonly string[] };

/** An entry with what was decided about it; `decision` is absent for what is no string. */
export interface DecidedEntry {
  readonly text?: string;
  readonly decision?: Decision;
}

/**
 * What the chosen entries of a statement become, together.
 *
 * Nothing written is redundant: an action string that a staying entry or another written one already covers is left out. Entries that were
 * not chosen, or about which nothing could be done, stay; of them only those with no unused action cover others, because the rest may
 * still be narrowed. `narrowAll` gives what `*` becomes; without it `*` stays. O(entries + written × infix patterns).
 */
export function refineEntries(
  entries: readonly DecidedEntry[],
  isChosen: (index: number) => boolean,
  narrowAll?: () => readonly string[],
): EntryOutcome[] {
  const outcomes = entries.map((entry, i) => (isChosen(i) ? outcomeAlone(entry.decision, narrowAll) : stays));
  const written = outcomes.flatMap((outcome) => (outcome.kind === 'becomes' ? outcome.to : []));
  const kept = entries.flatMap(({ text, decision }, i) =>
    text !== undefined && decision?.kind === 'keep' && outcomes[i]?.kind === 'stays' ? [text] : [],
  );
  // The prefixes of one wildcard never cover one another, so beside nothing else nothing is redundant.
  if (kept.length === 0 && outcomes.filter(({ kind }) => kind === 'becomes').length < 2) return outcomes;
  const needed = withoutRedundant(written, kept);
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'becomes') return outcome;
    const to = outcome.to.filter((text) => needed.delete(text));
    return to.length === 0 ? goes : { kind: 'becomes', to };
  });
}

const stays: EntryOutcome = { kind: 'stays' };
const goes: EntryOutcome = { kind: 'goes' };

function outcomeAlone(decision: Decision | undefined, narrowAll?: () => readonly string[]): EntryOutcome {
  if (decision?.kind === 'drop') return goes;
  if (decision?.kind === 'narrow') return { kind: 'becomes', to: decision.to };
  if (decision?.kind === 'narrow-all' && narrowAll !== undefined) return { kind: 'becomes', to: narrowAll() };
  return stays;
}

/** The written texts that neither a kept one nor another written one covers; of two that say the same, the first. */
function withoutRedundant(written: readonly string[], kept: readonly string[]): Set<string> {
  const cover = createCover();
  const services = new Set(written.map(serviceOf));
  for (const text of kept) if (services.has(serviceOf(text))) cover.add(text);
  const fresh: string[] = [];
  for (const text of written) {
    if (cover.covers(text)) continue;
    cover.add(text);
    fresh.push(text);
  }
  // A text added later may cover an earlier one: every text now stands against all others.
  return new Set(fresh.filter((text) => !cover.coversStrictly(text)));
}

/** A set of action strings that tells whether one of them allows all that another allows. */
interface Cover {
  readonly add: (text: string) => void;
  readonly covers: (text: string) => boolean;
  /** As `covers`, by a text of another meaning. */
  readonly coversStrictly: (text: string) => boolean;
}

/** The name patterns of one service, in normal form. */
interface ServiceCover {
  readonly exact: Set<string>;
  /** What stands before the `*` of wildcards that have no other. */
  readonly prefixes: Set<string>;
  readonly others: Set<string>;
  /** The lengths that occur among `prefixes`. */
  readonly lengths: Set<number>;
}

function createCover(): Cover {
  const services = new Map<string, ServiceCover>();
  const coversStrictly = (text: string): boolean => {
    const { service, name } = serviceAndName(text);
    const cover = services.get(service);
    if (cover === undefined) return false;
    const stem = name.endsWith('*') ? name.slice(0, -1) : name;
    for (const length of cover.lengths) {
      // `GetObject*` is covered by the wildcards `G*` … `GetObjec*`, a plain `GetObject` by `GetObject*` too.
      const isShorter = length < stem.length || (length === stem.length && stem === name);
      if (isShorter && cover.prefixes.has(stem.slice(0, length))) return true;
    }
    for (const other of cover.others) if (other !== name && isInside(name, other)) return true;
    return false;
  };
  return {
    add(text) {
      const { service, name } = serviceAndName(text);
      const cover = services.get(service) ?? { exact: new Set(), prefixes: new Set(), others: new Set(), lengths: new Set() };
      services.set(service, cover);
      const pattern = normalise(name);
      cover.exact.add(pattern);
      if (!/[*?]/.test(pattern)) return;
      if (isPrefixWildcard(pattern)) {
        cover.prefixes.add(pattern.slice(0, -1));
        cover.lengths.add(pattern.length - 1);
      } else {
        cover.others.add(pattern);
      }
    },
    covers(text) {
      const { service, name } = serviceAndName(text);
      return services.get(service)?.exact.has(name) === true || coversStrictly(text);
    },
    coversStrictly,
  };
}

function serviceOf(text: string): string {
  return foldCase(text.slice(0, text.indexOf(':')));
}

/** The folded parts of an action string that is neither malformed nor `*`. */
function serviceAndName(text: string): { readonly service: string; readonly name: string } {
  return { service: serviceOf(text), name: foldCase(text.slice(text.indexOf(':') + 1)) };
}

function isInside(name: string, pattern: string): boolean {
  return name.endsWith('*') ? holdsEveryExtension(pattern, name.slice(0, -1)) : matchesWildcard(pattern, name);
}
