/** What a review offers for one document, and the edits for what is ticked of it. */
import type { Left, Proposal, RefinedCount, Refinement } from '../../../../core/src/index.ts';
import type { Message } from '../../../../core/src/text/index.ts';
import { say } from '../../../../core/src/text/index.ts';
import { digestOf, digestOfLines } from '../../../../protocol/src/index.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import { doubtfulPolicies } from '../doubt.ts';
import { wholeFile } from '../wholeFile.ts';
import { otherPolicies } from '../otherPolicies.ts';

type Change = Proposal['changes'][number];

/** The proven changes of a document that a review offers, and what stays as it is. */
export interface Offer {
  readonly changes: readonly Change[];
  readonly left: readonly Left[];
  /** Why changes of other policies are doubtful, each reason once. They can be confirmed file by file. */
  readonly doubts: readonly Message[];
  /** Why nothing in the document is changed here. */
  readonly leftOut?: Message;
  /** Stands for the text and the changes. */
  readonly mark: string;
}

export function offerOf(found: DocumentAnalysis): Offer {
  const { analysis, engine } = found;
  const leftOut = reasonToLeaveOut(found);
  if (leftOut !== undefined) return { changes: [], left: [], doubts: [], leftOut, mark: '' };
  const doubtful = doubtfulPolicies(found);
  const proposal = engine.propose(analysis, wholeFile(found));
  const changes = proposal.changes.filter(({ place }) => !doubtful.has(place.policy));
  const doubts = proposal.changes.flatMap(({ place }) => doubtful.get(place.policy) ?? []);
  const mark = digestOf(JSON.stringify([digestOfLines(analysis.text), changes]));
  return { changes, left: proposal.left, doubts: [...new Set(doubts)], mark };
}

/** The edits for some of the policies that are offered, and none for any other, with the counts of their actions. */
export function refineTicked(
  found: DocumentAnalysis,
  { changes }: Offer,
  policies: readonly number[],
): CountedRefinement {
  const { analysis, engine } = found;
  const wanted = new Set(policies);
  const offered = new Set(changes.map(({ place }) => place.policy).filter((policy) => wanted.has(policy)));
  const except = otherPolicies(analysis, offered);
  const refinement = engine.refine(analysis, { ...wholeFile(found), except });
  return { ...refinement, ...engine.countChanges(analysis, refinement.changes) };
}

/** A refinement with the actions that it keeps and removes. */
export type CountedRefinement = Refinement & RefinedCount;

/** A copy of what is in AWS, or a generated document: its policies are changed where they are kept. */
function reasonToLeaveOut({ analysis: { reading } }: DocumentAnalysis): Message | undefined {
  const [first] = reading.policies;
  if (first === undefined) return undefined;
  if (reading.isAccountCopy === true) return accountCopy;
  return reading.policies.every(({ readOnly }) => readOnly !== undefined) ? first.readOnly : undefined;
}

const accountCopy = say(
  'output of get-account-authorization-details, a copy of what is in AWS: change the policies where they are kept',
);
