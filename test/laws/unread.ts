/**
 * Laws about parts that are not read: they are reported, nothing is concluded from them, and no text claims too much.
 */
import assert from 'node:assert/strict';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import * as fc from 'fast-check';
import { spanEnd, type Span } from '../../core/src/text/index.ts';
import { accountDetails } from './accounts.ts';
import { changesOfAccounts } from './accountChanges.ts';
import { changesOfEvidence, chooserOf, choices, type Change } from './changes.ts';
import { hide, hidingPlaces } from './hiding.ts';
import { situationsOf } from './holders.ts';
import { asText, changedAt, isObject, valueAt, type Json, type JsonObject, type Path } from './json.ts';
import { law, type Law } from './law.ts';
import { coreModule, examine, type CoreModule, type Examined, type Situation } from './situation.ts';
import { changesOfTemplates } from './templateChanges.ts';
import { template } from './templates.ts';
import { checkTexts, editorTexts, engineTexts, falseClaimIn, offeredTexts } from './texts.ts';
import { nothingIsUsed, shownByReports } from './evidence.ts';

/** The places where a policy, statement, effect or action is expected. */
const expecting: readonly RegExp[] = [
  /^Resources\.(?:R[AB]|U|V|G)\.Properties\.Policies(?:\.#)?$/,
  /\.Properties\.InlinePolicy$/,
  /\.PolicyDocument$/,
  /\.(?:Statement|Action|NotAction)(?:\.#)?$/,
  /\.Effect$/,
];

/** Is the place in a Deny, or in a value that only its members would show to be a policy? */
function grantsNothing(document: Json, path: Path): boolean {
  const isOdd = path.includes('X') && (path.at(-1) === 'Statement' || path.at(-2) === 'Statement');
  const statements = path
    .map((_, i) => valueAt(document, path.slice(0, i)))
    .filter((value) => isObject(value) && value['Sid'] !== undefined);
  return (
    isOdd ||
    statements.some(
      (statement) =>
        isObject(statement) && (statement['Effect'] === 'Deny' || 'Effect$2' in statement || 'Action$2' in statement),
    )
  );
}

/** A document with a value hidden where permissions are expected, and its place. */
export function hiddenIn(
  document: JsonObject,
  numbers: readonly number[],
): { readonly document: JsonObject; readonly path: Path } | undefined {
  const choose = chooserOf(numbers);
  const places = hidingPlaces(document, expecting).filter((path) => !grantsNothing(document, path));
  if (places.length === 0) return undefined;
  const path = choose.one(places);
  const { expression } = hide(valueAt(document, path) ?? null, choose, true);
  const changed = changedAt(document, path, () => expression);
  return isObject(changed) ? { document: changed, path } : undefined;
}

const overlap = (a: Span, b: Span): boolean => a.offset < spanEnd(b) && b.offset < spanEnd(a);

/**
 * The hidden value at a place is reported as unread, or makes all holders unclear. A policy with it is not called
 * wholly unused.
 */
export function isNamed(situation: Situation, path: Path, of: CoreModule = coreModule): void {
  const found = examine(situation, of);
  const inText = path.indexOf(asText);
  const root = parseTree(found.text);
  const hidden = root && findNodeAtLocation(root, [...(inText < 0 ? path : path.slice(0, inText))]);
  assert.ok(hidden !== undefined, `${path.join('.')} is not in ${found.text}`);
  const { policies, unread } = found.analysis.reading;
  const isSaid = unread.some(({ span }) => overlap(span, hidden));
  const isUnclear = policies.every(({ subject }) => subject.attachment.kind === 'unclear');
  assert.ok(isSaid || (isUnclear && policies.length > 0), `${path.join('.')} is not read and not named: ${found.text}`);
  const claimed = found.analysis.policies.filter(
    ({ policy, isWhollyUnused }) =>
      isWhollyUnused &&
      (policy.unread.length > 0 || (overlap(policy.span, hidden) && policy.span.length > hidden.length)),
  );
  assert.deepEqual(
    claimed.map(({ policy }) => policy.span),
    [],
    `wholly unused, although something in it is not read: ${found.text}`,
  );
}

function afterChange(situation: Situation, numbers: readonly number[], changes: readonly Change[]): Situation {
  const choose = chooserOf(numbers);
  return choose.one(changes).made(situation, choose) ?? situation;
}

function claimsNothing(situation: Situation, textsOf: (found: Examined) => readonly string[]): void {
  const found = examine(situation);
  const isSomethingUnread =
    found.analysis.reading.unread.length > 0 || found.analysis.policies.some(({ match }) => match.kind !== 'matched');
  const shownAsUsed = shownByReports(situation.evidence);
  for (const text of textsOf(found)) {
    const claim = falseClaimIn(text, { isSomethingUnread, shownAsUsed });
    assert.equal(claim, undefined, `“${text}” of ${found.text}\n${JSON.stringify(situation.evidence)}`);
  }
}

const anyDocument: fc.Arbitrary<Situation> = fc.oneof(
  fc
    .tuple(situationsOf(template), choices)
    .map(([situation, numbers]) => afterChange(situation, numbers, [...changesOfTemplates, ...changesOfEvidence])),
  fc
    .tuple(situationsOf(accountDetails), choices)
    .map(([situation, numbers]) => afterChange(situation, numbers, [...changesOfAccounts, ...changesOfEvidence])),
);

export const unreadLaws: readonly Law[] = [
  law(
    'whatever is hidden where a policy, statement, effect or action is expected is named, and no such policy is called wholly unused',
    fc.tuple(template, choices),
    ([document, numbers]) => {
      const hidden = hiddenIn(document, numbers);
      if (hidden !== undefined) isNamed({ document: hidden.document, evidence: nothingIsUsed }, hidden.path);
    },
    120,
  ),
  law(
    'no message of the engine or of check claims a use, or that nothing is unused beside what was not read',
    anyDocument,
    (situation) => claimsNothing(situation, (found) => [...engineTexts(found), ...checkTexts(found)]),
    60,
  ),
  law(
    'whatever an editor offers leaves a document as sound as it was, with the same policies',
    anyDocument,
    (situation) => {
      const found = examine(situation);
      for (const text of offeredTexts(found)) {
        const { errors, policies } = coreModule.readDocument(text);
        assert.deepEqual([errors, policies.length], [[], found.analysis.policies.length], `${found.text}\n=>\n${text}`);
      }
    },
    60,
  ),
];

/** The laws about what an editor shows. */
export const editorLaws: readonly Law[] = [
  law('nothing that an editor shows claims it', anyDocument, (situation) => claimsNothing(situation, editorTexts), 60),
];
