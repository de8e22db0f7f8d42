/** Finds keep rules that name an unknown action or principal, and so may keep nothing. */
import { parseActionPattern } from '../actions/actionPattern.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { foldCase } from '../actions/foldCase.ts';
import { suggestAction } from '../actions/suggestAction.ts';
import { matchesIn } from '../actions/matches.ts';
import { exceptionsOf } from '../findings/untracked.ts';
import { actionMatcher } from '../config/keepRules.ts';
import type { Principal, Unused } from '../findings/model.ts';
import type { FindingsIndex } from './filedFindings.ts';
import { say, type Message } from '../text/message.ts';
import { isExpired, type KeepEntry } from '../config/config.ts';

/** A keep rule that keeps nothing, as far as is known: it may be misspelled. */
export interface IdleKeepRule {
  readonly entry: KeepEntry;
  readonly message: Message;
  readonly code: 'action.unknown' | 'action.misspelled';
}

/** The principals and actions that findings name: what is known beside the catalogue. */
export interface KnownEvidence {
  /** All principals that findings name. If there are none, no principal is called unknown. */
  readonly principals: readonly Principal[];
  /** Is there any evidence of a principal, even if only a report file has its name? */
  readonly hasEvidence: (principal: string) => boolean;
  /** The unused actions of every finding. Asked only for an action that the catalogue lacks. */
  readonly named: () => Iterable<Unused>;
}

/** The evidence in several findings indexes together. */
export function evidenceIn(indexes: readonly FindingsIndex[]): KnownEvidence {
  const principals = indexes.flatMap((index) => index.principals());
  return {
    principals,
    hasEvidence: (arn) =>
      principals.some((known) => known.arn === arn) ||
      indexes.some((index) => index.reportsNamed(lastPart(arn)).length > 0),
    named: () =>
      indexes.flatMap((index) =>
        index.principals().flatMap(({ arn }) => index.of(arn).counting.map(({ finding }) => finding.services)),
      ),
  };
}

/** The name of a principal without its path. */
function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/**
 * The rules that name an unknown action or principal, once for each of these names. Expired rules are left out, because
 * they have a message of their own. `now` in milliseconds since 1970. O(rules × (actions of their service +
 * principals)), plus one pass over all findings for each action that the catalogue lacks.
 */
export function idleKeepRules(
  keep: readonly KeepEntry[],
  {
    catalogue,
    evidence,
    now,
  }: { readonly catalogue: ActionCatalogue; readonly evidence: KnownEvidence; readonly now: number },
): IdleKeepRule[] {
  return keep
    .filter((entry) => !isExpired(entry, now))
    .flatMap((entry) => [...unknownActions(entry, catalogue, evidence), ...unknownPrincipals(entry, evidence)]);
}

function unknownActions(entry: KeepEntry, catalogue: ActionCatalogue, evidence: KnownEvidence): IdleKeepRule[] {
  return entry.actions
    .filter((action) => !isListed(action, catalogue) && !isNamed(action, catalogue, evidence))
    .map((action): IdleKeepRule => {
      const near = suggestAction(catalogue, action);
      if (near !== undefined)
        return {
          entry,
          code: 'action.misspelled',
          message: say('{0}: did you mean {1}?', withoutEffect(say('{0} is not a known action', action)), near),
        };
      const isPattern = parseActionPattern(action).kind === 'wildcard';
      const why = isPattern
        ? say('{1} matches no action in {0}', catalogue.label, action)
        : say('{0} is not in {1}', action, catalogue.label);
      return { entry, code: 'action.unknown', message: withoutEffect(why) };
    });
}

function withoutEffect(why: Message): Message {
  return say('{0}, so this keep rule may have no effect', why);
}

function isListed(action: string, catalogue: ActionCatalogue): boolean {
  const pattern = parseActionPattern(action);
  if (pattern.kind === 'all') return true;
  if (pattern.kind === 'malformed') return false;
  const isUsualException = exceptionsOf({ service: pattern.service }).has(foldCase(pattern.name));
  return isUsualException || matchesIn(pattern.name, catalogue.service(pattern.service)?.folded ?? []).length > 0;
}

/**
 * Do findings name the action? A finding that a whole service is unused may mean any action of it, if the catalogue
 * lacks the service.
 */
function isNamed(action: string, catalogue: ActionCatalogue, { named }: KnownEvidence): boolean {
  const pattern = parseActionPattern(action);
  if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return false;
  const isServiceListed = catalogue.service(pattern.service) !== undefined;
  const matches = actionMatcher([action]);
  for (const unused of named()) {
    const entry = unused.get(pattern.service);
    if (entry === undefined) continue;
    if (entry.actions === undefined && !isServiceListed) return true;
    const names = [...(entry.actions?.keys() ?? []), ...(entry.notUnused ?? []).map(foldCase)];
    if (names.some((name) => matches(pattern.service, name))) return true;
  }
  return false;
}

function unknownPrincipals(entry: KeepEntry, { principals, hasEvidence }: KnownEvidence): IdleKeepRule[] {
  if (principals.length === 0) return [];
  return (entry.principals ?? [])
    .filter((arn) => !hasEvidence(arn))
    .map((arn): IdleKeepRule => {
      const near = principals.find((known) => arn.endsWith(`/${known.name}`))?.arn;
      const message = say('No finding names {0}, so this keep rule may have no effect', arn);
      return {
        entry,
        code: 'action.unknown',
        message: near === undefined ? message : say('{0}; did you mean {1}?', message, near),
      };
    });
}
