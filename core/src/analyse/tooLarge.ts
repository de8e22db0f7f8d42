/** The policies that are larger than the quotas of IAM, now or after refining. */
import { syntaxOf } from '../documents/policySyntax.ts';
import { readDocument } from '../documents/document.ts';
import { type ReadDocument } from '../documents/reading.ts';
import type { Policy } from '../policy/model.ts';
import { quotaFor, quotaOf, quotaPassed, sizeOnce, type PolicySizes, type Quota } from '../policy/size.ts';
import type { PolicyType } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { applyEdits } from '../text/textEdit.ts';
import type { Refinement } from '../edit/decided.ts';
import { allowsUnused, type Analysis, type PolicyAnalysis } from './analysis.ts';
import type { Problem } from './problem.ts';

/** Policies that share a quota: the inline policies of one holder. Any other policy has a quota of its own. */
interface Share {
  readonly type: PolicyType | undefined;
  /** By index, in the order of the document. */
  readonly policies: readonly number[];
}

function sharesOf(policies: readonly Policy[]): Share[] {
  const shares = new Map<string, { readonly type: PolicyType | undefined; readonly policies: number[] }>();
  for (const [i, { subject, readOnly }] of policies.entries()) {
    if (readOnly !== undefined) continue;
    const { policyType: type } = subject;
    const key = type?.kind === 'inline' ? `${type.of} ${type.holder}` : String(i);
    const share = shares.get(key) ?? { type, policies: [] };
    share.policies.push(i);
    shares.set(key, share);
  }
  return [...shares.values()];
}

/**
 * The policies that exceed their quota; if several exceed a shared quota, the first of them is reported. Most policies
 * are short even with their white space, so their characters need not be counted.
 */
export function tooLarge(document: Analysed): Problem[] {
  const { policies } = document.reading;
  return sharesOf(policies).flatMap((share): Problem[] => {
    const shared = share.policies.flatMap((i) => policies[i] ?? []);
    const passed = quotasOf(share, document).find(({ most }) => isOver(document, shared, most));
    const [first] = shared;
    if (passed === undefined || first === undefined) return [];
    const { most, of } = passed;
    const message =
      shared.length === 1
        ? say('This policy has more than {0} characters without white space, the quota for {1}', most, of)
        : say('With the inline policies beside it: more than {0} characters, the quota for {1}', most, of);
    return [{ code: 'policy.too-large', span: first.keySpan, message }];
  });
}

function isOver(document: Analysed, policies: readonly Policy[], most: number): boolean {
  if (sum(policies.map((policy) => mostIn(document, policy))) <= most) return false;
  return sum(policies.map((policy) => sizeIn(document, policy, most + 1))) > most;
}

/**
 * The quotas that a share must not exceed, the largest first. A policy of unknown type that was refined may not have
 * more characters than a managed policy: refining may have made it too large, which is also reported before.
 */
function quotasOf({ type, policies }: Share, document: Analysed): readonly Quota[] {
  const quota = quotaOf(type);
  const isRefined = policies.every((i) => leavesNothingUnused(document.policies[i]));
  return type === undefined && isRefined ? [quota, quotaFor(type, 0)] : [quota];
}

/** Does a finding report actions unused, and does the policy allow none of them? So it is when it has been refined. */
function leavesNothingUnused(analysed: PolicyAnalysis | undefined): boolean {
  if (analysed === undefined || analysed.unused.size === 0) return false;
  return analysed.statements.every(({ entries }) => !entries.some(({ decision }) => allowsUnused(decision)));
}

/**
 * The size of each policy before and after the document becomes `refined`; empty if `refined` has another number of
 * policies. O(length of both).
 */
export function sizesOf(document: ReadDocument, refined: string): readonly PolicySizes[] {
  const { syntax, policies } = document.reading;
  const after = { text: refined, reading: readDocument(refined, undefined, syntax) };
  if (after.reading.policies.length !== policies.length) return [];
  return policies.map((policy, i) => ({
    before: sizeIn(document, policy),
    after: sizeIn(after, after.reading.policies[i] ?? policy),
  }));
}

/** The characters of a policy as IAM counts them, without white space. Counting stops at `enough`. */
function sizeIn(document: ReadDocument, policy: Policy, enough: number = Number.MAX_SAFE_INTEGER): number {
  return sizeOnce(policy, enough, () => syntaxOf(document, policy).size(document.text, policy.span, enough));
}

/** A size that a policy certainly does not exceed, without a look at its text. */
function mostIn({ reading: { syntax } }: ReadDocument, { span, textSpan }: Policy): number {
  return span.length * (textSpan === undefined ? syntax.mostPerCharacter : 1);
}

type Analysed = Pick<Analysis, 'text' | 'reading' | 'policies'>;

/** Refines a whole document, in the compact or the usual form. */
type RefineFile = (isCompact: boolean) => Refinement;

/**
 * The policies that would exceed their quota after refining, with their size in the compact form. The document is only
 * refined if the lengths of the action strings do not rule that out.
 */
export function tooLargeRefined(analysis: Analysed, refine: RefineFile): Problem[] {
  const { reading } = analysis;
  const near = sharesOf(reading.policies).filter((share) => mayPass(share, analysis));
  if (near.length === 0) return [];
  const sizes = sizesOf(analysis, applied(analysis.text, refine(false)));
  const passed = near.flatMap((share) => {
    const size = together(share, sizes);
    const quota = quotaPassed(share.type, size);
    return quota === undefined || size.before > quota.most ? [] : [{ share, after: size.after, quota }];
  });
  if (passed.length === 0) return [];
  const compact = sizesOf(analysis, applied(analysis.text, refine(true)));
  return passed.flatMap(({ share, after, quota }): Problem[] => {
    const span = reading.policies[share.policies[0] ?? 0]?.keySpan;
    const shortest = together(share, compact).after;
    const most = say('the quota for {0} is {1}', quota.of, quota.most);
    const message = say(
      'After refining: {0} characters without white space; {1}; {2}',
      after,
      most,
      compactly(shortest, quota.most),
    );
    return span === undefined ? [] : [{ code: 'policy.too-large', span, message }];
  });
}

function compactly(size: number, most: number): Message {
  return size <= most ? say('the compact form has {0}', size) : say('the compact form has {0}, also too many', size);
}

/** May policies exceed their quota after refining? Estimated from above by their size and their new action strings. */
function mayPass({ type, policies: indexes }: Share, analysed: Analysed): boolean {
  const shared = indexes.flatMap((i) => analysed.policies[i] ?? []);
  // Policies that are already too large are reported by `tooLarge`. Counting stops as soon as that is certain.
  const grown = sum(shared.map(growth));
  // Most policies are far below their quota: their length tells that without counting white space.
  const longest = sum(shared.map(({ policy }) => mostIn(analysed, policy))) + grown;
  if (quotaPassed(type, { before: 0, after: longest }) === undefined) return false;
  const { most } = quotaOf(type);
  const before = sum(shared.map(({ policy }) => sizeIn(analysed, policy, most + 1)));
  if (before > most) return false;
  return quotaPassed(type, { before, after: before + grown }) !== undefined;
}

/** The most characters by which the action strings of a policy may grow. Statements that get shorter do not count. */
function growth({ statements }: PolicyAnalysis): number {
  return sum(
    statements.map(({ entries, change }) => {
      if (change === undefined || change.after.length === 0) return 0;
      const before = sum(entries.map(({ pattern = '' }) => pattern.length));
      // Each string has two quotes and a comma; a single string may become a list with two brackets.
      return Math.max(0, sum(change.after.map((text) => (text ?? '').length + 3)) + 2 - before);
    }),
  );
}

function together({ policies }: Share, sizes: readonly PolicySizes[]): PolicySizes {
  const shared = policies.flatMap((i) => sizes[i] ?? []);
  return { before: sum(shared.map(({ before }) => before)), after: sum(shared.map(({ after }) => after)) };
}

function applied(text: string, { edits }: Refinement): string {
  return applyEdits(text, edits) ?? text;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
