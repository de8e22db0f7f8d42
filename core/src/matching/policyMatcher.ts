/** Finds the findings that apply to a policy, and combines them. */
import type { PolicySubject } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { tooNew, staleReason } from './age.ts';
import { withDeployedHolders } from './deployedHolders.ts';
import { createDeployments } from './deployedNames.ts';
import { createComputedNames, createGeneratedNames } from './generatedNames.ts';
import { createCombiner, type CombinedFrom, type AppliedFinding } from './combinedUnused.ts';
import type { FindingMatch, MatchedFindings } from './findingMatch.ts';
import type { FiledFinding, FindingsIndex } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { claim, mappingFor, matchPolicy } from './matchPolicy.ts';
import { withoutFindings } from './missingFindings.ts';
import { findingsOf, withoutTwins, type FindingLookUps, type FoundFindings } from './principalFindings.ts';
import { type Match } from './match.ts';
import { type PolicyFile } from './policyFile.ts';
import { recommendationFor } from './recommendationFor.ts';
import { createRecommended, type IsExisting } from './recommendedFinding.ts';
import type { KnownNames } from './filedFindings.ts';
import { createUnnamedReports } from './reportsByName.ts';
import { findingOf, namesAmong } from './wording.ts';

/** What the policies of a folder are matched against. */
export interface MatcherSources extends CombinedFrom {
  readonly index: FindingsIndex;
  readonly staleAfterDays: number;
  readonly minimumAgeDays: number;
}

/** The principals that hold the policies of a document, as the user says. */
export interface Claim {
  readonly principals: readonly MatchedPrincipal[];
  readonly why: Message;
  /** The claim applies even if the document names other holders. */
  readonly isAssumed?: boolean;
  /** The finding for these principals, if the finding does not name them itself. */
  readonly finding?: FiledFinding | undefined;
}

/** What is known of the document of a policy. */
export interface PolicyBeside {
  /** The subjects of all its policies; absent: there is no other. */
  readonly subjects?: readonly PolicySubject[];
  readonly isExisting?: IsExisting;
}

/** Finds the findings that apply to a policy. */
export interface PolicyMatcher {
  /** The match of a policy in this file. */
  readonly ofFile: (file: PolicyFile, subject: PolicySubject, beside?: PolicyBeside) => FindingMatch;
  /**
   * The match if the user says that this finding, which names no principal, applies to the policies which holders
   * nothing else tells.
   */
  readonly ofFinding: (
    given: Pick<AppliedFinding, 'filed'> & Pick<MatchedFindings, 'why'>,
    subject: PolicySubject,
    file: PolicyFile,
    beside?: PolicyBeside,
  ) => FindingMatch;
  /** The match if the user says which principals hold the policy. */
  readonly ofClaim: (claim: Claim, subject: PolicySubject, file: PolicyFile, beside?: PolicyBeside) => FindingMatch;
}

/**
 * Makes the matcher. For the same principals, every call returns the same `unused` object, so that engines can share
 * it.
 */
export function createPolicyMatcher(sources: MatcherSources): PolicyMatcher {
  const { index, config } = sources;
  if (index.unsearched !== undefined) return blockedForAll(index.unsearched);
  const applyFindings = createApplyFindings(sources);
  const ofPrincipals = createPrincipalsMatcher(sources, applyFindings);
  const { matchOf, claimOf } = createMatches(sources);
  const ofMatch = (match: Match, placed: SubjectInFile): FindingMatch => {
    switch (match.kind) {
      case 'unmatched':
      case 'blocked':
        return match;
      case 'bare':
        return ofBare(match.finding, match.why, placed, match.name);
      case 'principals':
        return ofPrincipals(match, placed);
    }
  };
  const ofBare = (finding: FiledFinding, why: Message, placed: SubjectInFile, name?: string): FindingMatch => {
    const reason = index.unreadableAbove(placed.file.folder);
    if (reason !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason };
    // Other reports of the folder that name no principal may be about this policy as well.
    const others = name === undefined ? [] : index.reportsAbout({ name }, placed.file, allNamesKnown);
    return applyFindings(
      withoutTwins([finding], others).map((filed) => ({ filed })),
      { why },
      placed,
    );
  };
  const ofFile: PolicyMatcher['ofFile'] = (file, subject, beside = {}) =>
    ofMatch(matchOf(file, subject), placedIn(file, subject, beside));
  return {
    ofFile,
    ofFinding({ filed, why }, subject, file, beside = {}) {
      // A finding that names no principal does not overrule holders that the document or the configuration tells.
      const hasHolders =
        subject.attachment.kind !== 'unspecified' ||
        mappingFor({ file, config, resource: subject.resource }) !== undefined;
      return hasHolders ? ofFile(file, subject, beside) : ofBare(filed, why, placedIn(file, subject, beside));
    },
    ofClaim({ principals, why, isAssumed = false, finding }, subject, file, beside = {}) {
      const placed = placedIn(file, subject, beside);
      const match = claimOf(principals, why, placed);
      // Whoever holds it: no finding can apply to a policy of this kind.
      const isOfOtherKind = subject.attachment.kind === 'no-principal';
      if (match.kind !== 'principals' && (isOfOtherKind || !isAssumed)) return ofMatch(match, placed);
      const holders = match.kind === 'principals' && !isAssumed ? match.principals : principals;
      const applied = finding === undefined ? undefined : principals.map(({ arn }) => ({ filed: finding, arn }));
      const result =
        applied === undefined
          ? ofPrincipals({ principals: holders, why }, placed)
          : applyFindings(applied, { why }, placed);
      return match.kind !== 'principals' && result.kind === 'matched' ? { ...result, isAssumed: true } : result;
    },
  };
}

/** The match of a policy that these principals hold. */
type PrincipalsMatcher = (
  match: Omit<Extract<Match, { kind: 'principals' }>, 'kind'>,
  placed: SubjectInFile,
) => FindingMatch;

function createPrincipalsMatcher(
  { index, config, catalogue }: MatcherSources,
  applyFindings: ApplyFindings,
): PrincipalsMatcher {
  const reports = createUnnamedReports(index, config);
  const recommended = createRecommended(index, catalogue);
  /** The findings of a principal; if there is none, AWS's recommendation for the policy beside its reports. */
  const withRecommendation = (
    principal: MatchedPrincipal,
    placed: SubjectInFile,
    lookUps: FindingLookUps,
  ): FoundFindings => {
    const found = findingsOf(principal, lookUps);
    // Reports alone do not tell what the recommendation is made of, so both count.
    const hasFinding = found.counting.some(({ finding }) => finding.kind !== 'report');
    if (hasFinding || found.ambiguous !== undefined || found.unusedRole !== undefined) return found;
    return { ...found, counting: [...found.counting, ...recommended(principal, placed)] };
  };
  return ({ principals, why, unconfirmed }, placed) => {
    const lookUps = { index, reports, file: placed.file, beside: { holders: principals, subjects: placed.subjects } };
    const found = principals.map((principal) => ({ principal, ...withRecommendation(principal, placed, lookUps) }));
    const blocked = unreadable(principals, placed.file, index);
    if (blocked !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason: blocked };
    const ambiguous = found.find((one) => one.ambiguous !== undefined)?.ambiguous;
    if (ambiguous !== undefined) return { kind: 'blocked', code: 'finding.ambiguous', reason: ambiguous };
    const missing = found.filter(({ counting }) => counting.length === 0).map(({ principal }) => principal);
    const applied = found.flatMap(({ principal: { arn }, counting }) => counting.map((filed) => ({ filed, arn })));
    if (missing.length > 0) return withoutFindings(applied, missing, { principals, why, index });
    const [unsettled] = principals.flatMap(({ arn }) => (arn === undefined ? [] : index.unsettled(arn)));
    if (unsettled !== undefined) return { kind: 'blocked', code: 'finding.incomplete', reason: unsettled };
    const [role, ...others] = found;
    const unusedRole = others.length === 0 ? role?.unusedRole : undefined;
    return applyFindings(applied, { why, unusedRole, unconfirmed }, placed);
  };
}

/** Finds who holds a policy, also by what was deployed. */
function createMatches({ index, config }: MatcherSources): {
  readonly matchOf: (file: PolicyFile, subject: PolicySubject) => Match;
  readonly claimOf: (principals: readonly MatchedPrincipal[], why: Message, placed: SubjectInFile) => Match;
} {
  const deploymentsOf = createDeployments(index);
  const generatedFor = createGeneratedNames(index);
  const computedFor = createComputedNames(index);
  return {
    matchOf: (file, { attachment, resource, resources, declared }) => {
      const deployments = deploymentsOf(declared, file.folder);
      return matchPolicy({
        file,
        config,
        attachment,
        resource,
        resources,
        deployments,
        generatedFor,
        // A list of a stack names all that is in it; a state may be one of several.
        ...(declared?.isInState === true ? { computedFor } : {}),
        index,
      });
    },
    claimOf(principals, why, { file, subject: { attachment, resource, resources, declared } }) {
      const known = { resource, resources, deployments: deploymentsOf(declared, file.folder) };
      return claim(principals, why, { attachment: withDeployedHolders(attachment, known), index });
    },
  };
}

function blockedForAll(reason: Message): PolicyMatcher {
  const blocked: FindingMatch = { kind: 'blocked', code: 'finding.incomplete', reason };
  return { ofFile: () => blocked, ofFinding: () => blocked, ofClaim: () => blocked };
}

/** Takes each name as the name of a known principal. */
const allNamesKnown: KnownNames = { isKnown: () => true, isHolder: () => true };

interface SubjectInFile {
  readonly isExisting?: IsExisting | undefined;
  readonly subject: PolicySubject;
  readonly file: PolicyFile;
  readonly subjects: readonly PolicySubject[];
}

function placedIn(
  file: PolicyFile,
  subject: PolicySubject,
  { subjects = [subject], isExisting }: PolicyBeside,
): SubjectInFile {
  return { file, subject, subjects, isExisting };
}

/** Makes the match of a policy to findings that apply to it; blocked if one of them is incomplete. */
type ApplyFindings = (
  applied: readonly AppliedFinding[],
  how: Pick<MatchedFindings, 'why' | 'unusedRole' | 'unconfirmed'>,
  placed: SubjectInFile,
) => FindingMatch;

function createApplyFindings(sources: MatcherSources): ApplyFindings {
  const combined = createCombiner(sources);
  return (applied, { why, unusedRole, unconfirmed }, { subject, file }) => {
    const findings = applied.map(({ filed }) => filed);
    const partial = findings.find(({ finding }) => finding.incomplete !== undefined)?.finding;
    if (partial?.incomplete !== undefined) {
      const which = findingOf(partial, namesAmong(findings.map(({ finding }) => finding))(partial));
      const code = partial.isUnreadable === true ? 'finding.unreadable' : 'finding.incomplete';
      const says =
        partial.isUnreadable === true
          ? say('{0} cannot be read ({1})', which, partial.incomplete)
          : say('{0} is incomplete ({1})', which, partial.incomplete);
      return { kind: 'blocked', code, reason: say('{0}, so nothing is removed', says), isBroken: true };
    }
    const arns = [...new Set(applied.flatMap(({ arn, filed }) => arn ?? filed.finding.principal?.arn ?? []))];
    const recommendation = recommendationFor(arns.flatMap(sources.index.recommendationsFor), subject, file);
    const changed = Math.max(subject.updatedAt ?? 0, recommendation?.policyUpdatedAt ?? 0);
    return {
      kind: 'matched',
      findings,
      why,
      ...combined(applied),
      stale: staleReason(findings, changed, sources),
      tooNew: tooNew(findings, changed, subject.attachment, sources),
      ...(unconfirmed === undefined ? {} : { unconfirmed }),
      unusedRole,
      recommendation,
    };
  };
}

/** Why the findings of the principals cannot be relied on: a file that may close or replace them cannot be read. */
function unreadable(
  principals: readonly MatchedPrincipal[],
  { folder }: PolicyFile,
  index: FindingsIndex,
): Message | undefined {
  for (const { arn } of principals) {
    const reason = arn === undefined ? undefined : index.blockedFor(arn);
    if (reason !== undefined) return reason;
  }
  return index.unreadableAbove(folder);
}
