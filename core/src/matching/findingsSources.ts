/** Matches all policies of a document to findings. */
import type { ActionCatalogue } from '../actions/catalogue.ts';
import type { Policy } from '../policy/model.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { inWords, type Message } from '../text/message.ts';
import type { FiledFinding, FindingsIndex } from './filedFindings.ts';
import type { FindingMatch } from './findingMatch.ts';
import type { FiledConfig, PolicyFile } from './policyFile.ts';
import { createPolicyMatcher, type Claim, type PolicyMatcher } from './policyMatcher.ts';

/** What the policies of a document are matched against: findings, configuration, and the name of its file. */
export interface FindingsSources {
  readonly kind: 'findings';
  readonly file: PolicyFile;
  readonly index: FindingsIndex;
  readonly config?: FiledConfig | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** A finding that is older is stale. */
  readonly staleAfterDays: number;
  /** A policy that was not yet this old when a last-accessed report was created is too new for it. */
  readonly minimumAgeDays: number;
  /** The match that the user gives; absent: policies are matched by configuration, document and path. */
  readonly given?: GivenMatch | undefined;
}

/** The principals that the policies belong to, or the finding that applies to them, as given by the user. */
export type GivenMatch =
  | ({ readonly kind: 'claim' } & Claim)
  /** A finding that names no principal: it applies to the policies for which nothing tells the holder. */
  | { readonly kind: 'finding'; readonly filed: FiledFinding; readonly why: Message };

/** The default age limits, in days. */
export const defaultAges: Pick<FindingsSources, 'staleAfterDays' | 'minimumAgeDays'> = {
  staleAfterDays: 90,
  minimumAgeDays: 30,
};

/**
 * Matches each policy of a document to its findings, by index. `isExisting`: is a policy the one in the text of a
 * recommendation?
 */
export type DocumentMatcher = (
  policies: readonly Policy[],
  sources: FindingsSources,
  isExisting: (policy: Policy, existing: string) => boolean,
) => readonly FindingMatch[];

/**
 * Makes the matcher. Documents with the same findings, configuration, age limits and day share the unused actions of
 * the same principals: every call returns the same object, so that an engine decides once for all of them.
 */
export function createDocumentMatcher(catalogue: ActionCatalogue): DocumentMatcher {
  const matcherFor = createMatchers(catalogue);
  let last: Matched | undefined;
  return (policies, sources, isExisting) => {
    const { file, given } = sources;
    const matcher = matcherFor(sources);
    const subjects = policies.map(({ subject }) => subject);
    if (last !== undefined && isSameQuestion(last, { matcher, file, given, subjects })) return last.matches;
    let dependsOnText = false;
    const matches = policies.map((policy) => {
      const { subject } = policy;
      const isOfPolicy = (existing: string): boolean => {
        dependsOnText = true;
        return isExisting(policy, existing);
      };
      const beside = { subjects, isExisting: isOfPolicy };
      if (given === undefined) return matcher.ofFile(file, subject, beside);
      return given.kind === 'claim'
        ? matcher.ofClaim(given, subject, file, beside)
        : matcher.ofFinding(given, subject, file, beside);
    });
    last = dependsOnText ? undefined : { matcher, file, given, subjects, matches };
    return matches;
  };
}

/** What the answer for a document depends on. */
interface Question extends Pick<FindingsSources, 'file' | 'given'> {
  readonly matcher: PolicyMatcher;
  readonly subjects: readonly PolicySubject[];
}

/** The answer to the last question. A keystroke in an action does not change who holds the policies. */
interface Matched extends Question {
  readonly matches: readonly FindingMatch[];
}

function isSameQuestion(a: Question, b: Question): boolean {
  return (
    a.matcher === b.matcher &&
    a.given === b.given &&
    a.subjects.length === b.subjects.length &&
    a.subjects.every((subject, i) => subject === b.subjects[i]) &&
    isSameFile(a.file, b.file)
  );
}

function isSameFile(a: PolicyFile, b: PolicyFile): boolean {
  return (
    a.folder === b.folder &&
    a.pathInConfig === b.pathInConfig &&
    a.unplaced === b.unplaced &&
    a.segments.length === b.segments.length &&
    a.segments.every((segment, i) => segment === b.segments[i])
  );
}

const dayMs = 86_400_000;

/** Remembers the last matcher for each index. */
function createMatchers(catalogue: ActionCatalogue): (sources: FindingsSources) => PolicyMatcher {
  const known = new WeakMap<FindingsIndex, { readonly key: readonly unknown[]; readonly matcher: PolicyMatcher }>();
  return ({ index, config, now, staleAfterDays, minimumAgeDays }) => {
    const key = [config?.file, config?.config, staleAfterDays, minimumAgeDays, Math.floor(now / dayMs)];
    const last = known.get(index);
    if (last?.key.every((part, i) => part === key[i]) === true) return last.matcher;
    const matcher = createPolicyMatcher({ index, config, catalogue, now, staleAfterDays, minimumAgeDays });
    known.set(index, { key, matcher });
    return matcher;
  };
}

/** Do the same findings, for the same reason and with the same keep rules, apply to each policy as before? */
export function areSameMatches(before: readonly FindingMatch[], now: readonly FindingMatch[]): boolean {
  return before.length === now.length && before.every((match, i) => isSameMatch(match, now[i]));
}

function isSameMatch(a: FindingMatch, b: FindingMatch | undefined): boolean {
  if (a.kind !== 'matched' || b?.kind !== 'matched') return JSON.stringify(a) === JSON.stringify(b);
  const parts = ({
    findings,
    keepRules,
    why,
    stale,
    tooNew,
    unconfirmed,
    unusedRole,
    recommendation,
  }: typeof a): unknown[] => [
    ...findings.map(({ finding }) => finding),
    // With their places, at which they are edited.
    JSON.stringify(keepRules),
    inWords(why),
    stale && inWords(stale),
    tooNew && inWords(tooNew),
    unconfirmed && inWords(unconfirmed.reason),
    unusedRole,
    recommendation,
  ];
  const [ofA, ofB] = [parts(a), parts(b)];
  return ofA.length === ofB.length && ofA.every((part, i) => part === ofB[i]);
}
