/**
 * Laws about every edit of a template or of account details: in every deployment, the new text allows what the old text
 * allowed, without what is unused.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Scope } from '../../core/src/index.ts';
import { folded } from '../support/bruteForce.ts';
import { accountDetails } from './accounts.ts';
import { anyEvidence } from './holders.ts';
import { asText, isList, isObject, readBack, valueInText, type Json, type JsonObject } from './json.ts';
import { law, type Law } from './law.ts';
import {
  allMatchedBy,
  catalogueNames,
  isWellFormed,
  matchedBy,
  sidsIn,
  stringsIn,
  universe,
} from './policyDocuments.ts';
import { resolved, scenariosOf } from './resolve.ts';
import {
  decidersOf,
  coreModule,
  examine,
  refinedText,
  scopesOf,
  type CoreModule,
  type Examined,
  type Situation,
} from './situation.ts';
import { template } from './templates.ts';
import { namedBy, unusedByAll } from './evidence.ts';

/** The statements of a deployed document by `Sid`. A second one with the same `Sid` comes after the first. */
function statementsOf(deployed: Json): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const visit = (value: Json): void => {
    if (isList(value)) value.forEach(visit);
    else if (isObject(value)) {
      if (typeof value['Sid'] === 'string') found.set(value['Sid'], value);
      else Object.values(value).forEach(visit);
    }
  };
  visit(deployed);
  return found;
}

/** A document with the values that its strings hold as text in place of these. */
function opened(value: Json): Json {
  const inside = valueInText(value);
  if (inside !== undefined) return { [asText]: opened(inside) };
  if (isList(value)) return value.map(opened);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]));
}

/**
 * A document without the parts that a refinement may change, the statements of its policies. Of these only remains
 * whether there are any.
 */
function frameOf(value: Json): Json {
  if (isList(value)) return value.map(frameOf);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, item]): [string, Json] => [
    key,
    key === 'Statement' && holdsSid(item) ? isEmpty(item) : frameOf(item),
  ]);
  return Object.fromEntries(members);
}

const holdsSid = (value: Json): boolean =>
  isList(value) ? value.length === 0 || value.some(holdsSid) : isObject(value) && typeof value['Sid'] === 'string';
const isEmpty = (value: Json): boolean => isList(value) && value.length === 0;

const withoutAction = (statement: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(statement).filter(([key]) => key !== 'Action'));

/**
 * The known actions of the policy with a statement: those that its evidence, its text or the catalogue names, and which
 * of them are unused.
 */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly unused: ReadonlySet<string>;
}

type KnownOf = (sid: string) => Known;

const nothingKnown: Known = { names: new Set(), unused: new Set() };

function knownIn(found: Examined, { evidence }: Situation, scope: Scope): KnownOf {
  const bySid = new Map<string, Known>();
  for (const [i, { policy }] of found.analysis.policies.entries()) {
    const deciders = decidersOf(found.analysis.policies[i]?.match) ?? [];
    const { offset, length } = policy.span;
    const text = found.text.slice(offset, offset + length);
    const names = new Set([
      ...inCatalogue,
      ...namedBy(deciders, evidence),
      ...universe.filter((name) => text.includes(name)).map(folded),
    ]);
    const known = {
      names,
      unused: unusedByAll(deciders, evidence, { includesUntracked: scope.includesUntracked === true }),
    };
    for (const sid of sidsIn(text)) bySid.set(sid, known);
  }
  return (sid) => bySid.get(sid) ?? nothingKnown;
}

const inCatalogue = Object.entries(catalogueNames).flatMap(([service, names]) =>
  names.map((name) => folded(`${service}:${name}`)),
);

/** Compares the deployed documents before and after an edit. */
function comparesWell(was: Json, is: Json, knownOf: KnownOf, context: string): void {
  assert.deepEqual(
    frameOf(is),
    frameOf(was),
    `what stands around the statements changed, or a policy came out empty: ${context}`,
  );
  const [before, after] = [statementsOf(was), statementsOf(is)];
  assert.deepEqual(
    [...after.keys()].filter((sid) => !before.has(sid)),
    [],
    context,
  );
  for (const [sid, old] of before) {
    const now = after.get(sid);
    const { names, unused } = knownOf(sid);
    const [allowedThen, allowedNow] = [
      allMatchedBy(stringsIn(old['Action'])),
      allMatchedBy(stringsIn(now?.['Action'])),
    ];
    // In this deployment it is not a statement, so IAM rejects the policy with or without the edit.
    if (old['Action'] === undefined && old['NotAction'] === undefined) continue;
    if (old['Effect'] !== 'Allow' || old['Action'] === undefined) {
      assert.deepEqual(now, old, `a statement that is no Allow changed: ${context}`);
      continue;
    }
    if (now !== undefined) assert.deepEqual(withoutAction(now), withoutAction(old), context);
    assert.deepEqual(
      [...allowedNow].filter((action) => !allowedThen.has(action)),
      [],
      `${sid} allows more: ${context}`,
    );
    assert.deepEqual(
      [...allowedThen].filter((action) => names.has(action) && !allowedNow.has(action) && !unused.has(action)),
      [],
      `${sid} lost what is not unused: ${context}`,
    );
    const isNone = stringsIn(now?.['Action']).length === 0;
    if (now !== undefined && stringsIn(old['Action']).length > 0)
      assert.ok(!isNone, `a list came out empty: ${sid} ${context}`);
  }
}

/** May a refinement of the whole file leave this action string, although it allows unused actions? */
function mayStay(text: string, unused: ReadonlySet<string>): boolean {
  if (!isWellFormed(text) || text === '*' || text === '*:*') return true;
  return /^foo:.*[*?]/i.test(text) && ![...matchedBy(text)].every((action) => unused.has(action));
}

/** No unused action stays allowed, except where it must. */
function goesWhole(is: Json, knownOf: KnownOf, context: string, held: ReadonlySet<string>): void {
  for (const [sid, { Effect, Action }] of statementsOf(is)) {
    if (Effect !== 'Allow' || held.has(sid)) continue;
    const { unused } = knownOf(sid);
    const left = stringsIn(Action).filter(
      (text) => [...matchedBy(text)].some((action) => unused.has(action)) && !mayStay(text, unused),
    );
    assert.deepEqual(left, [], `${sid} still allows what is unused: ${context}`);
  }
}

/** The statements with something left, and reported: held back, read-only, wholly unused, or not understood. */
function heldIn(found: Examined, scope: Scope): ReadonlySet<string> {
  const sids = (offset: number, length: number): string[] => sidsIn(found.text.slice(offset, offset + length));
  const { left } = refinedText(found, scope).refinement;
  const held = left.flatMap(({ code, place }) => {
    const policy = place && found.analysis.policies[place.policy]?.policy;
    const statement = policy?.statements[place?.statement ?? 0];
    if (policy === undefined || statement === undefined || code === 'wildcard.partly-unused') return [];
    const { span } = code === 'policy.unused' || code === 'policy.unread' ? policy : statement;
    return sids(span.offset, span.length);
  });
  const notRefined = found.analysis.policies.flatMap(({ policy: { statements } }) =>
    statements.flatMap(({ role, span }) => (role.kind === 'refinable' ? [] : sids(span.offset, span.length))),
  );
  return new Set([...held, ...notRefined]);
}

/** The scopes of the whole file, and some of those of one place. Over a few documents, all kinds of them are tried. */
function someOf(scopes: readonly Scope[]): Scope[] {
  const ofPlaces = scopes.filter(({ kind }) => kind !== 'file');
  const step = Math.max(1, Math.ceil(ofPlaces.length / 5));
  return [
    ...scopes.filter(({ kind }) => kind === 'file'),
    ...ofPlaces.filter((_, i) => i % step === ofPlaces.length % step),
  ];
}

export function refinesWell(situation: Situation, of: CoreModule = coreModule): void {
  const found = examine(situation, of);
  assert.deepEqual(found.analysis.defects, [], found.text);
  const scenarios = scenariosOf(found.text, situation.hidden ?? {});
  const was = readBack(found.text);
  const deployed = scenarios.map((scenario) => opened(resolved(was, scenario)));
  const seen = new Set<string>();
  for (const scope of someOf(scopesOf(found))) {
    const { after, refinement } = refinedText(found, scope);
    assert.ok(
      !refinement.left.some(({ code }) => code === 'refinement.unproven'),
      `${JSON.stringify(refinement.left)} ${found.text}`,
    );
    const isWhole = scope.kind === 'file' && scope.isCompact !== true;
    if (!isWhole && (after === found.text || seen.has(after))) continue;
    seen.add(after);
    const knownOf = knownIn(found, situation, scope);
    const is = readBack(after);
    const held = isWhole ? heldIn(found, scope) : new Set<string>();
    for (const [i, scenario] of scenarios.entries()) {
      const context = `${JSON.stringify(scope)} with ${JSON.stringify(scenario.conditions)}\n${found.text}\n=>\n${after}\n${JSON.stringify(situation.evidence)}`;
      const now = opened(resolved(is, scenario));
      comparesWell(deployed[i] ?? null, now, knownOf, context);
      if (isWhole) goesWhole(now, knownOf, context, held);
    }
  }
}

const layout = fc.constantFrom(undefined, 1, 2);

/** The laws about the text after an edit. */
export const refinedLaws: readonly Law[] = [
  law(
    'of a template: in every deployment, whatever is offered allows what was allowed, less what is unused, and leaves no list empty',
    fc.record({ document: template, indent: layout, evidence: anyEvidence }),
    (situation) => refinesWell(situation),
    40,
  ),
  law(
    'of account details: whatever is offered allows what was allowed, less what is unused',
    fc.record({ document: accountDetails, indent: layout, evidence: anyEvidence }),
    (situation) => refinesWell(situation),
    40,
  ),
];
