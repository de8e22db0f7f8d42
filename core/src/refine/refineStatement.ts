/** Puts the decisions about the entries of a statement together, so that nothing redundant is written. */
import { isPrefixWildcard } from '../actions/actionPattern.ts';
import { foldCase } from '../actions/foldCase.ts';
import { holdsEveryExtension, matchesWildcard, normalise } from '../actions/wildcard.ts';
import type { Decision } from './decision.ts';
import type { EntryOutcome } from '../policy/outcome.ts';

/** An entry and the decision about it. Both members are absent for an entry that could not be read. */
export interface DecidedEntry {
  readonly pattern?: string;
  readonly decision?: Decision;
}

/**
 * The outcomes of the entries of a statement, one for each. Entries that are not chosen, or cannot be refined, stay.
 * `narrowAll` gives the strings that replace `*`; without it, `*` stays.
 *
 * A new action string is left out if an entry that stays, or another new string, already covers it. Entries that stay
 * despite unused actions do not cover others, because they may be narrowed later. O(entries + new strings × infix
 * patterns).
 */
export function refineEntries(
  entries: readonly DecidedEntry[],
  isChosen: (index: number) => boolean,
  narrowAll?: () => readonly string[],
): EntryOutcome[] {
  const outcomes = entries.map((entry, i) => (isChosen(i) ? outcomeAlone(entry.decision, narrowAll) : stays));
  const written = outcomes.flatMap((outcome) => (outcome.kind === 'becomes' ? outcome.to : []));
  if (written.length === 0) return outcomes;
  const staying = entries.flatMap(({ pattern, decision }, i) =>
    pattern !== undefined && decision?.kind === 'keep' && outcomes[i]?.kind === 'stays' ? [pattern] : [],
  );
  // The strings that replace one wildcard never cover each other. If there is nothing else, nothing is redundant.
  if (staying.length === 0 && outcomes.filter(({ kind }) => kind === 'becomes').length < 2) return outcomes;
  const needed = withoutRedundant(written, staying);
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'becomes') return outcome;
    const to = outcome.to.filter((pattern) => needed.delete(pattern));
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

/** The new strings that no staying string and no other new string covers; of two with the same meaning, the first. */
function withoutRedundant(written: readonly string[], staying: readonly string[]): Set<string> {
  const cover = createCover();
  const names = distinct(written.map(readName));
  const services = new Set(names.map(({ service }) => service));
  for (const name of staying.map(readName)) if (services.has(name.service)) cover.add(name);
  const fresh: ServiceName[] = [];
  for (const name of names) {
    if (cover.covers(name)) continue;
    cover.add(name);
    fresh.push(name);
  }
  // A string that was added later may cover an earlier one, so each is now compared with all others.
  return new Set(fresh.filter((name) => !cover.coversStrictly(name)).map(({ pattern }) => pattern));
}

/** The first of those with the same meaning: many wildcards of a statement may each be replaced by the same names. */
function distinct(names: readonly ServiceName[]): ServiceName[] {
  const byMeaning = new Map<string, ServiceName>();
  for (const name of names) {
    const meaning = `${name.service}:${name.name}`;
    if (!byMeaning.has(meaning)) byMeaning.set(meaning, name);
  }
  return [...byMeaning.values()];
}

/** An action string that is neither malformed nor `*`. The service is folded, and the name is in normal form. */
interface ServiceName {
  readonly pattern: string;
  readonly service: string;
  readonly name: string;
  /** The name without a `*` at its end. */
  readonly stem: string;
  readonly kind: 'plain' | 'prefix' | 'infix';
}

function readName(pattern: string): ServiceName {
  const colon = pattern.indexOf(':');
  const folded = foldCase(pattern);
  const written = folded.slice(colon + 1);
  const firstWildcard = written.search(/[*?]/);
  const service = folded.slice(0, colon);
  if (firstWildcard < 0) return { pattern, service, name: written, stem: written, kind: 'plain' };
  const name = normalise(written);
  const stem = name.endsWith('*') ? name.slice(0, -1) : name;
  return { pattern, service, name, stem, kind: isPrefixWildcard(name) ? 'prefix' : 'infix' };
}

/** A set of action strings, and tests whether one of them allows everything that another string allows. */
interface Cover {
  readonly add: (name: ServiceName) => void;
  readonly covers: (name: ServiceName) => boolean;
  /** Like `covers`, but only by a string with another meaning. */
  readonly coversStrictly: (name: ServiceName) => boolean;
}

/** The name patterns of one service in a {@link Cover}, in normal form. */
interface ServiceCover {
  readonly exact: Set<string>;
  /** The parts before the `*` of wildcards like `Get*`. */
  readonly prefixes: Set<string>;
  /** All other wildcards, such as `*Get` and `Get?`. */
  readonly others: Set<string>;
  /** The lengths that occur among `prefixes`. */
  readonly lengths: Set<number>;
}

function createCover(): Cover {
  const services = new Map<string, ServiceCover>();
  const coversStrictly = ({ service, name, stem }: ServiceName): boolean => {
    const cover = services.get(service);
    if (cover === undefined) return false;
    for (const length of cover.lengths) {
      // `GetObject*` is covered by `G*` … `GetObjec*`. The plain name `GetObject` is covered by `GetObject*`, too.
      const isShorter = length < stem.length || (length === stem.length && stem === name);
      if (isShorter && cover.prefixes.has(stem.slice(0, length))) return true;
    }
    for (const other of cover.others) if (other !== name && isInside(name, other)) return true;
    return false;
  };
  return {
    add({ service, name, stem, kind }) {
      const cover = services.get(service) ?? {
        exact: new Set(),
        prefixes: new Set(),
        others: new Set(),
        lengths: new Set(),
      };
      services.set(service, cover);
      cover.exact.add(name);
      if (kind === 'infix') cover.others.add(name);
      if (kind !== 'prefix') return;
      cover.prefixes.add(stem);
      cover.lengths.add(stem.length);
    },
    covers: (name) => services.get(name.service)?.exact.has(name.name) === true || coversStrictly(name),
    coversStrictly,
  };
}

/** Does `pattern` match everything that `name`, which may have wildcards, matches? */
function isInside(name: string, pattern: string): boolean {
  return name.endsWith('*') ? holdsEveryExtension(pattern, name.slice(0, -1)) : matchesWildcard(pattern, name);
}
