/**
 * Laws about the refinement of any policy, checked by brute force. The unit tests check them with some input, `npm run
 * fuzz` with much.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { applyKeepRules } from '../../core/src/config/keepRules.ts';
import { intersectUnused } from '../../core/src/findings/combineUnused.ts';
import { applyEdits, type TextEdit } from '../../core/src/text/index.ts';
import { createEngine, type Unused } from '../../core/src/index.ts';
import { allowed, folded, isSubset, minus } from '../support/bruteForce.ts';
import { isWithin } from '../support/language.ts';
import { actionName, anyName, namePattern } from '../support/property.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { law, type Law } from './law.ts';
import { examined } from '../support/policies.ts';

/** Unused actions by service; `null` for a service as a whole. */
type UnusedNames = Readonly<Record<string, readonly string[] | null>>;

interface Case {
  readonly catalogue: Readonly<Record<string, readonly string[]>>;
  readonly unused: UnusedNames;
  readonly statements: readonly { readonly Effect: string; readonly Action: readonly string[] | string }[];
  readonly layout: number | string | undefined;
}

/**
 * Names of one service, each unused or not. In most cases only a few, so that counterexamples are small; sometimes as
 * many as a real service has.
 */
const flagged = (maxLength: number): fc.Arbitrary<[name: string, isUnused: boolean][]> =>
  fc.uniqueArray(fc.tuple(actionName, fc.boolean()), { minLength: 1, maxLength, selector: ([name]) => folded(name) });
const namesOfService = fc.oneof({ weight: 6, arbitrary: flagged(9) }, { weight: 1, arbitrary: flagged(60) });
const services = ['s3', 'ec2', 'new'] as const;
const action = fc
  .tuple(fc.constantFrom('s3', 'S3', 'ec2', 'new'), fc.oneof(namePattern, actionName))
  .map(([service, name]) => `${service}:${name === '' ? '*' : name}`);
const rejected = fc.oneof(
  fc.constantFrom('*', 's3', 's*:Get', '', 's3:Get:Acl', 's3: Get', 's3:*Gé*'),
  anyName.map((name) => `s3:${name}`),
);
const actions = fc.array(fc.oneof({ weight: 12, arbitrary: action }, { weight: 1, arbitrary: rejected }), {
  minLength: 1,
  maxLength: 6,
});

const cases: fc.Arbitrary<Case> = fc
  .record({
    s3: namesOfService,
    ec2: namesOfService,
    unusedExtra: fc.array(fc.tuple(fc.constantFrom(...services), actionName), { maxLength: 2 }),
    whole: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...services) },
    ),
    statements: fc.array(
      fc.record({
        Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
        Action: fc.oneof(
          actions,
          actions.map((list) => list[0] ?? '*'),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    layout: fc.constantFrom(undefined, 2, 4, '\t'),
  })
  .map(({ s3, ec2, unusedExtra, whole, statements, layout }) => {
    const all = (list: typeof s3): string[] => list.map(([name]) => name);
    const flaggedOf = (list: typeof s3): string[] => all(list.filter(([, isFlagged]) => isFlagged));
    const unused: Record<string, string[] | null> = { s3: flaggedOf(s3), ec2: flaggedOf(ec2) };
    for (const [prefix, name] of unusedExtra) unused[prefix] = [...(unused[prefix] ?? []), name];
    if (whole !== undefined) unused[whole] = null;
    // An empty list of actions would mean the whole service.
    const named = Object.fromEntries(Object.entries(unused).filter(([, list]) => list === null || list.length > 0));
    return { catalogue: { s3: all(s3), ec2: all(ec2) }, unused: named, statements, layout };
  });

function textOf({ statements, layout }: Case): string {
  return JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: statements.map((statement, i) => ({ Sid: `S${i}`, ...statement, Resource: ['a', 'b'] })),
    },
    null,
    layout,
  );
}

const listOf = (value: readonly string[] | string): readonly string[] => (typeof value === 'string' ? [value] : value);

/** Every known action: those of the catalogue, the policy and the finding. */
function universeOf({ catalogue, unused, statements }: Case): string[] {
  const known = [...Object.entries(catalogue), ...Object.entries(unused)].flatMap(([service, list]) =>
    (list ?? []).map((name) => `${service}:${name}`),
  );
  const written = statements
    .flatMap(({ Action }) => listOf(Action))
    .filter((text) => /^[A-Za-z0-9-]+:[\w-]+$/.test(text));
  return [...known, ...written];
}

function isUnused({ unused }: Case, known: string): boolean {
  const [prefix = '', name = ''] = known.split(':');
  const list = unused[prefix];
  return list === null || list?.some((other) => folded(other) === name) === true;
}

/**
 * Is the action string left as it is? This holds for `*` with a used action, for strings that IAM would reject, and for
 * wildcards of a service that the catalogue lacks.
 */
function isLeft(given: Case, text: string): boolean {
  const { unused } = given;
  if (text === '*') return universeOf(given).some((name) => !isUnused(given, folded(name)));
  if (!/^[A-Za-z0-9-]+:[\w*?-]+$/.test(text)) return true;
  return text.toLowerCase().startsWith('new:') && /[*?]/.test(text) && unused['new'] !== null;
}

function refineCase(
  given: Case,
  unused: Unused,
): { before: string; after: string; statements: Case['statements']; left: readonly { code: string }[] } {
  const engine = createEngine(catalogueOf(given.catalogue));
  const before = textOf(given);
  const analysis = examined(engine, before, unused);
  assert.deepEqual(analysis.defects, [], before);
  const { edits, left } = engine.refine(analysis, { kind: 'file' });
  const after = applyEdits(before, edits);
  assert.ok(after !== undefined);
  const { Statement } = JSON.parse(after) as { Statement: Case['statements'] };
  return { before, after, statements: Statement, left };
}

/** A way to write the characters of a JSON string: by their index and value. */
type Escape = (index: number, character: string) => string;

/** Escapes the characters that JSON requires, and every `every`-th of the others. */
function escapeOf(every: number): Escape {
  return (index, character) =>
    every > 0 && index % every === 0
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
      : JSON.stringify(character).slice(1, -1);
}

const escaped = (text: string, escape: Escape, from = 0): string =>
  text.replaceAll(/[^]/g, (character, i: number) => escape(from + i, character));

/**
 * A string after edits: what was not edited as it was written before, and the new text escaped only as JSON requires.
 */
function escapedAfter(text: string, edits: readonly TextEdit[], escape: Escape): string {
  const plain = escapeOf(0);
  let at = 0;
  const parts = edits.map(({ span, newText }) => {
    const part = escaped(text.slice(at, span.offset), escape, at) + escaped(newText, plain);
    at = span.offset + span.length;
    return part;
  });
  return parts.join('') + escaped(text.slice(at), escape, at);
}

function refinesInString(given: Case, every: number): void {
  const unused = unusedOf(given.unused);
  const engine = createEngine(catalogueOf(given.catalogue));
  const text = textOf(given);
  const escape = escapeOf(every);
  const document = (string: string): string => `{"name": "x",\n "policy": "${string}" }`;
  const written = document(escaped(text, escape));
  const alone = engine.refine(examined(engine, text, unused), { kind: 'file' });
  const inString = engine.refine(examined(engine, written, unused), { kind: 'file' });
  assert.deepEqual({ ...inString, edits: [] }, { ...alone, edits: [] });
  assert.equal(applyEdits(written, inString.edits), document(escapedAfter(text, alone.edits, escape)));
}

/** The unused names, and some more from the catalogue. */
function withMore(
  { catalogue, unused }: Case,
  extra: readonly (readonly [service: string, index: number])[],
): UnusedNames {
  const more: Record<string, readonly string[] | null> = { ...unused };
  for (const [prefix, index] of extra) {
    const list = catalogue[prefix] ?? [];
    const known = more[prefix];
    if (known !== null) more[prefix] = [...new Set([...(known ?? []), list[index % list.length] ?? 'Get'])];
  }
  return more;
}

function withSids({ statements }: Case): Case['statements'] {
  return statements.map((statement, i) => ({ Sid: `S${i}`, ...statement }));
}

function actionsBySid(statements: Case['statements']): ReadonlyMap<unknown, readonly string[]> {
  return new Map(statements.map((statement) => [(statement as { Sid?: string }).Sid, listOf(statement.Action)]));
}

type ActionsBySid = ReturnType<typeof actionsBySid>;

/** The action strings that IAM accepts. Others allow nothing. */
const allowing = (texts: readonly string[]): readonly string[] =>
  texts
    .filter((text) => text === '*' || /^[A-Za-z0-9-]+:[\w*?-]+$/.test(text))
    .map((text) => (text === '*' ? '*:*' : text));

function assertWithin(given: Case, narrow: ActionsBySid, wide: ActionsBySid): void {
  for (const [sid, now] of narrow) {
    const before = allowing(wide.get(sid) ?? []);
    const wider = allowing(now).filter((text) => !isWithin(text, before));
    assert.deepEqual(wider, [], `${JSON.stringify(given)}: ${now.join()} beside ${before.join()}`);
  }
}

/** The laws about refinement. */
export const refinementLaws: readonly Law[] = [
  law(
    'a policy that a string holds is refined as it would be alone, and the escapes of the rest stay',
    fc.tuple(cases, fc.constantFrom(0, 0, 1, 3, 7)),
    ([given, every]) => refinesInString(given, every),
    200,
  ),
  law(
    'refined = original − unused, statement by statement, by brute force',
    cases,
    (given) => {
      const { before, after, statements, left } = refineCase(given, unusedOf(given.unused));
      if (left.some(({ code }) => code === 'policy.unused')) {
        assert.equal(after, before);
        return;
      }
      const universe = universeOf(given);
      const gone = new Set(universe.map(folded).filter((name) => isUnused(given, name)));
      const kept = new Map(statements.map((statement) => [(statement as { Sid?: string }).Sid, statement]));
      for (const [i, { Effect, Action }] of given.statements.entries()) {
        const now = listOf(kept.get(`S${i}`)?.Action ?? []);
        const old = listOf(Action);
        const untouched = old.filter((text) => isLeft(given, text));
        const expected =
          Effect === 'Deny'
            ? allowed(old, universe)
            : new Set([...minus(allowed(old, universe), gone), ...allowed(untouched, universe)]);
        assert.deepEqual(
          [...allowed(now, universe)].toSorted(),
          [...expected].toSorted(),
          `${before}\n=>\n${after}\nunused ${JSON.stringify(given.unused)}`,
        );
      }
    },
    1500,
  ),

  law(
    'what is to be kept stays allowed, whether the catalogue lists it or not, and nothing is gained',
    fc.tuple(cases, fc.array(action, { minLength: 1, maxLength: 3 })),
    ([given, keep]) => {
      const { statements, left } = refineCase(
        given,
        applyKeepRules(unusedOf(given.unused), keep, catalogueOf(given.catalogue)),
      );
      if (left.some(({ code }) => code === 'policy.unused')) return;
      const universe = [...universeOf(given), ...keep.filter((text) => !/[*?]/.test(text))];
      const kept = allowed(keep, universe);
      const now = actionsBySid(statements);
      for (const [i, { Effect, Action }] of given.statements.entries()) {
        if (Effect === 'Deny') continue;
        const [was, is] = [allowed(listOf(Action), universe), allowed(now.get(`S${i}`) ?? [], universe)];
        const lost = minus(was, is);
        const context = `${JSON.stringify(given)} keep ${JSON.stringify(keep)}`;
        assert.deepEqual(
          [...lost].filter((name) => kept.has(name) || !isUnused(given, name)),
          [],
          context,
        );
        assert.ok(isSubset(is, was), context);
      }
    },
    1500,
  ),

  law(
    'whatever actions there may be, the refined statement allows none that it did not allow before, by an automaton of its own',
    cases,
    (given) => {
      const { statements } = refineCase(given, unusedOf(given.unused));
      assertWithin(given, actionsBySid(statements), actionsBySid(withSids(given)));
    },
    500,
  ),

  law(
    'removing more never allows more, whatever actions there may be',
    fc.tuple(
      cases,
      fc.array(fc.tuple(fc.constantFrom('s3', 'ec2'), fc.nat({ max: 60 })), { minLength: 1, maxLength: 4 }),
    ),
    ([given, extra]) => {
      const more = { ...given, unused: withMore(given, extra) };
      const [less, after] = [refineCase(given, unusedOf(given.unused)), refineCase(more, unusedOf(more.unused))];
      // A policy that is wholly unused is not edited.
      if (after.left.some(({ code }) => code === 'policy.unused')) return;
      assertWithin(more, actionsBySid(after.statements), actionsBySid(less.statements));
    },
    500,
  ),

  law(
    'twice refined is once refined',
    cases,
    (given) => {
      const unused = unusedOf(given.unused);
      const once = refineCase(given, unused);
      const again = refineCase(
        { ...given, statements: once.statements.map(({ Effect, Action }) => ({ Effect, Action })) },
        unused,
      );
      assert.equal(again.after, again.before);
    },
    500,
  ),

  law(
    'the order of the unused actions does not matter',
    cases,
    (given) => {
      const reversed = Object.fromEntries(
        Object.entries(given.unused)
          .toReversed()
          .map(([service, list]) => [service, list?.toReversed() ?? null]),
      );
      assert.equal(refineCase(given, unusedOf(reversed)).after, refineCase(given, unusedOf(given.unused)).after);
    },
    300,
  ),

  law(
    'of a shared policy goes only what all leave unused, also of names that only a finding knows',
    fc.tuple(cases, cases),
    ([given, other]) => {
      const { statements, left } = refineCase(given, intersectUnused([unusedOf(given.unused), unusedOf(other.unused)]));
      if (left.some(({ code }) => code === 'policy.unused')) return;
      const universe = [...universeOf(given), ...universeOf({ ...other, catalogue: {}, statements: [] })];
      const now = actionsBySid(statements);
      for (const [i, { Effect, Action }] of given.statements.entries()) {
        if (Effect === 'Deny') continue;
        const lost = minus(allowed(listOf(Action), universe), allowed(now.get(`S${i}`) ?? [], universe));
        const used = [...lost].filter((name) => !isUnused(given, name) || !isUnused(other, name));
        assert.deepEqual(used, [], `${JSON.stringify(given)} ${JSON.stringify(other.unused)}`);
      }
    },
    500,
  ),

  law(
    'what fewer principals leave unused removes no more',
    fc.tuple(cases, cases),
    ([given, other]) => {
      const common = intersectUnused([unusedOf(given.unused), unusedOf(other.unused)]);
      const alone = refineCase(given, unusedOf(given.unused));
      const shared = refineCase(given, common);
      if (alone.left.some(({ code }) => code === 'policy.unused')) return;
      const universe = universeOf(given);
      const grants = (statements: Case['statements']): Set<string> =>
        allowed(
          statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => listOf(Action)),
          universe,
        );
      assert.ok(isSubset(grants(alone.statements), grants(shared.statements)));
    },
    300,
  ),

  law(
    'every part that is offered is right by itself: one entry, one statement',
    cases,
    (given) => {
      const engine = createEngine(catalogueOf(given.catalogue));
      const text = textOf(given);
      const unused = unusedOf(given.unused);
      const analysis = examined(engine, text, unused);
      const universe = universeOf(given);
      const gone = new Set(universe.map(folded).filter((name) => isUnused(given, name)));
      for (const { place } of analysis.problems) {
        if (place === undefined) continue;
        const scope =
          place.entry === undefined
            ? { kind: 'statement' as const, ...place }
            : { kind: 'entry' as const, ...place, entry: place.entry };
        const { edits } = engine.refine(analysis, scope);
        const after = JSON.parse(applyEdits(text, edits) ?? '') as {
          Statement: { Sid: string; Action: string[] | string }[];
        };
        const now = new Map(after.Statement.map(({ Sid, Action }) => [Sid, listOf(Action)]));
        for (const [i, { Action }] of given.statements.entries()) {
          const was = allowed(listOf(Action), universe);
          const is = allowed(now.get(`S${i}`) ?? [], universe);
          assert.ok(isSubset(minus(was, gone), is), `nothing used is lost: ${text} ${JSON.stringify(place)}`);
          assert.ok(isSubset(is, was), `nothing is gained: ${text} ${JSON.stringify(place)}`);
          if (i !== place.statement) assert.deepEqual(is, was);
        }
      }
    },
    500,
  ),
];
