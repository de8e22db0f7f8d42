/**
 * Laws about documents that tell the holders of their policies, which are templates and account details: nothing that
 * is not understood lets more be removed. The unit tests check them with some input, `npm run fuzz` with much.
 */
import assert from 'node:assert/strict';
import { findNodeAtOffset, getNodePath, parseTree } from 'jsonc-parser';
import * as fc from 'fast-check';
import { accountDetails, counted, holdersInAccount } from './accounts.ts';
import { changesOfAccounts } from './accountChanges.ts';
import { changesOfEvidence, chooserOf, choices, type Change } from './changes.ts';
import { readBack, type Json, type JsonObject, type Path } from './json.ts';
import { law, type Law } from './law.ts';
import { resolved, scenariosOf } from './resolve.ts';
import { decidersOf, coreModule, examine, removedBySid, type CoreModule, type Situation } from './situation.ts';
import { changesOfTemplates } from './templateChanges.ts';
import { holdersOfResource, template } from './templates.ts';
import { nothingIsUsed, principals, someEvidence, type EvidenceModel } from './evidence.ts';

const indent = fc.constantFrom(undefined, 2);

/**
 * In most cases evidence of all kinds; sometimes nothing is used, so that everything that can be removed is removed.
 */
export const anyEvidence: fc.Arbitrary<readonly EvidenceModel[]> = fc.oneof(
  { weight: 4, arbitrary: someEvidence },
  { weight: 1, arbitrary: fc.constant(nothingIsUsed) },
);

const mapping = JSON.stringify({ policies: [{ files: '**', attachedTo: [principals.AppA] }] });

export function situationsOf(documents: fc.Arbitrary<JsonObject>): fc.Arbitrary<Situation> {
  return fc.record({
    document: documents,
    indent,
    evidence: anyEvidence,
    config: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(mapping) }),
  });
}

/** After a change, no more is removed from any statement of a policy to which evidence applied before. */
export function removesNoMore(before: Situation, after: Situation, of: CoreModule = coreModule): void {
  const was = examine(before, of);
  const is = examine(after, of);
  assert.deepEqual([was.analysis.defects, is.analysis.defects], [[], []], `${was.text}\n=>\n${is.text}`);
  const [gone, goes] = [
    removedBySid(before, was, { countsHeld: true }),
    removedBySid(after, is, { countsHeld: false }),
  ];
  for (const [sid, { actions }] of goes) {
    const known = gone.get(sid);
    if (known?.isDecided !== true) continue;
    const more = [...actions].filter((action) => !known.actions.has(action));
    assert.deepEqual(more, [], `${sid} loses more\n${was.text}\n=>\n${is.text}\n${JSON.stringify(after.evidence)}`);
  }
}

function afterChange(
  situation: Situation,
  changes: readonly Change[],
  numbers: readonly number[],
): Situation | undefined {
  const choose = chooserOf(numbers);
  return choose.one(changes).made(situation, choose);
}

/** Every holder in any deployment is one of the principals whose evidence decides. */
export function knowsAllHolders(
  situation: Situation,
  holdersOf: (deployed: Json, path: Path) => ReadonlySet<string>,
  of: CoreModule = coreModule,
): void {
  const found = examine(situation, of);
  const root = parseTree(found.text);
  const document = readBack(found.text);
  for (const [i, { policy }] of found.analysis.policies.entries()) {
    const deciders = decidersOf(found.analysis.policies[i]?.match);
    const node = root && findNodeAtOffset(root, policy.span.offset);
    if (deciders === undefined || node === undefined) continue;
    const path = getNodePath(node);
    const decided = new Set(deciders.map(inShort));
    for (const scenario of scenariosOf(found.text, situation.hidden ?? {})) {
      const others = [...holdersOf(resolved(document, scenario), path)].filter((holder) => !decided.has(holder));
      assert.deepEqual(
        others,
        [],
        `${path.join('.')} is decided by ${[...decided].join()} in ${JSON.stringify(scenario)}\n${found.text}`,
      );
    }
  }
}

/** `role:AppA`, `user:ann`, `set:Dev`. */
function inShort(arn: string): string {
  const set = /AWSReservedSSO_(\w+)_[0-9a-f]{16}$/.exec(arn)?.[1];
  const type = arn.includes(':user/') ? 'user' : 'role';
  return set === undefined ? `${type}:${arn.slice(arn.lastIndexOf('/') + 1)}` : `set:${set}`;
}

export const ofTemplate = (deployed: Json, [, id]: Path): ReadonlySet<string> =>
  holdersOfResource(deployed, String(id));
export const ofAccount = (deployed: Json, path: Path): ReadonlySet<string> =>
  typeof deployed === 'object' && deployed !== null && !Array.isArray(deployed)
    ? holdersInAccount(deployed as JsonObject, path)
    : new Set();

/** The laws about holders. */
export const holderLaws: readonly Law[] = [
  law(
    'of a template: whoever holds a policy in any deployment is among those whose evidence decides',
    fc.record({ document: template, indent, evidence: fc.constant(nothingIsUsed) }),
    (situation) => knowsAllHolders(situation, ofTemplate),
    60,
  ),
  law(
    'of a template that was changed, too',
    fc.tuple(fc.record({ document: template, indent, evidence: fc.constant(nothingIsUsed) }), choices),
    ([situation, numbers]) => {
      const after = afterChange(situation, changesOfTemplates, numbers);
      if (after !== undefined) knowsAllHolders(after, ofTemplate);
    },
    60,
  ),
  law(
    'of account details: whoever holds a policy is among those whose evidence decides',
    fc.record({
      document: fc.oneof(accountDetails, accountDetails.map(counted)),
      evidence: fc.constant(nothingIsUsed),
    }),
    (situation) => knowsAllHolders(situation, ofAccount),
    60,
  ),
  law(
    'another holder, evidence of use or a hidden literal never lets more of a template be removed',
    fc.tuple(situationsOf(template), choices),
    ([situation, numbers]) => {
      const after = afterChange(situation, [...changesOfTemplates, ...changesOfEvidence], numbers);
      if (after !== undefined) removesNoMore(situation, after);
    },
    60,
  ),
  law(
    'another holder, evidence of use or a page that is missing never lets more of an account be removed',
    fc.tuple(situationsOf(accountDetails), choices),
    ([situation, numbers]) => {
      const after = afterChange(situation, [...changesOfAccounts, ...changesOfEvidence], numbers);
      if (after !== undefined) removesNoMore(situation, after);
    },
    60,
  ),
];
