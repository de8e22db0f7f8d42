/** Finds the findings that apply to a policy, and what may be said of it on their word. */
import type { Finding } from '../findings/model.ts';
import type { PolicySubject } from '../policy/subject.ts';
import { say, type Message } from '../text/message.ts';
import { tooNew, whyStale } from './age.ts';
import { createCombiner, type CombinedFrom, type Spoken } from './combinedUnused.ts';
import type { FindingMatch, MatchedFindings } from './findingMatch.ts';
import type { FiledFinding, FindingsIndex, PrincipalFindings } from './filedFindings.ts';
import type { MatchedPrincipal } from './matchedPrincipal.ts';
import { claim, mappingFor, matchPolicy } from './matchPolicy.ts';
import { type Match } from './match.ts';
import { type PolicyFile } from './policyFile.ts';
import { recommendationFor } from './recommendationFor.ts';
import type { KnownNames } from './filedFindings.ts';
import { createUnnamedReports, type NamedBeside, type UnnamedReports } from './reportsByName.ts';
import { findingOf, listed, namesAmong, namesBeside } from './wording.ts';

/** All that the evidence for the policies of a folder rests on. */
export interface EvidenceBase extends CombinedFrom {
  readonly index: FindingsIndex;
  readonly staleAfterDays: number;
  readonly minimumAgeDays: number;
}

/** Whose policy it is, as the caller says. */
export interface Claim {
  readonly principals: readonly MatchedPrincipal[];
  readonly why: Message;
  /** Also where the document gives it to somebody else. */
  readonly isAssumed?: boolean;
  /** The finding of these principals, where it does not name them. */
  readonly finding?: FiledFinding | undefined;
}

/** Finds the findings that apply to a policy. `subjects`: of all policies of the document, where there are several. */
export interface PolicyMatcher {
  /** What may be said of a policy that stands in this file. */
  readonly ofFile: (file: PolicyFile, subject: PolicySubject, subjects?: readonly PolicySubject[]) => FindingMatch;
  /**
   * As the caller says that this finding, which names nobody, speaks for the policies of which nothing else is said.
   */
  readonly ofFinding: (
    said: Pick<Spoken, 'filed'> & Pick<MatchedFindings, 'why'>,
    subject: PolicySubject,
    file: PolicyFile,
    subjects?: readonly PolicySubject[],
  ) => FindingMatch;
  /** As the caller says whose it is. */
  readonly ofClaim: (
    claim: Claim,
    subject: PolicySubject,
    file: PolicyFile,
    subjects?: readonly PolicySubject[],
  ) => FindingMatch;
}

/**
 * Makes the matcher. What is unused by the same principals is the same object at every call, so that engines can share
 * it.
 */
export function createPolicyMatcher(base: EvidenceBase): PolicyMatcher {
  const { index, config } = base;
  if (index.unsearched !== undefined) return blockedForAll(index.unsearched);
  const speak = createSpeaker(base);
  const reports = createUnnamedReports(index, config);
  const ofPrincipals = (principals: readonly MatchedPrincipal[], why: Message, placed: SubjectInFile): FindingMatch => {
    const sources = { index, reports, file: placed.file, beside: { holders: principals, subjects: placed.subjects } };
    const found = principals.map((principal) => ({ principal, ...findingsOf(principal, sources) }));
    const blocked = unreadable(principals, placed.file, index);
    if (blocked !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason: blocked };
    const ambiguous = found.find((one) => one.ambiguous !== undefined)?.ambiguous;
    if (ambiguous !== undefined) return { kind: 'blocked', code: 'finding.ambiguous', reason: ambiguous };
    const missing = found.filter(({ counting }) => counting.length === 0).map(({ principal }) => principal);
    const spoken = found.flatMap(({ principal: { arn }, counting }) => counting.map((filed) => ({ filed, arn })));
    if (missing.length > 0) return withoutFindings(spoken, missing, { principals, why, index });
    const [unsettled] = principals.flatMap(({ arn }) => (arn === undefined ? [] : index.unsettled(arn)));
    if (unsettled !== undefined) return { kind: 'blocked', code: 'finding.incomplete', reason: unsettled };
    const [role, ...others] = found;
    return speak(spoken, { why, unusedRole: others.length === 0 ? role?.unusedRole : undefined }, placed);
  };
  const ofMatch = (match: Match, placed: SubjectInFile): FindingMatch => {
    switch (match.kind) {
      case 'unmatched':
      case 'blocked':
        return match;
      case 'bare':
        return ofBare(match.finding, match.why, placed, match.name);
      case 'principals':
        return ofPrincipals(match.principals, match.why, placed);
    }
  };
  const ofBare = (finding: FiledFinding, why: Message, placed: SubjectInFile, name?: string): FindingMatch => {
    const reason = index.unreadableAbove(placed.file.folder);
    if (reason !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason };
    // Of the other reports of the folder, one without a finding may be of each policy in it.
    const others = name === undefined ? [] : index.reportsAbout({ name }, placed.file, everybody);
    return speak(
      withoutTwins([finding], others).map((filed) => ({ filed })),
      { why },
      placed,
    );
  };
  const ofFile: PolicyMatcher['ofFile'] = (file, subject, subjects = [subject]) =>
    ofMatch(matchPolicy({ file, config, attachment: subject.attachment, index }), { subject, file, subjects });
  return {
    ofFile,
    ofFinding({ filed, why }, subject, file, subjects = [subject]) {
      // A finding that names nobody does not beat what is said of the policy elsewhere.
      const isSaid = subject.attachment.kind !== 'unsaid' || mappingFor({ file, config }) !== undefined;
      return isSaid ? ofFile(file, subject, subjects) : ofBare(filed, why, { subject, file, subjects });
    },
    ofClaim({ principals, why, isAssumed = false, finding }, subject, file, subjects = [subject]) {
      const placed = { subject, file, subjects };
      const match = claim(principals, why, { attachment: subject.attachment, index });
      if (match.kind !== 'principals' && !isAssumed) return ofMatch(match, placed);
      const holders = match.kind === 'principals' && !isAssumed ? match.principals : principals;
      const spoken = finding === undefined ? undefined : principals.map(({ arn }) => ({ filed: finding, arn }));
      const said = spoken === undefined ? ofPrincipals(holders, why, placed) : speak(spoken, { why }, placed);
      return match.kind !== 'principals' && said.kind === 'matched' ? { ...said, isAssumed: true } : said;
    },
  };
}

function blockedForAll(reason: Message): PolicyMatcher {
  const blocked: FindingMatch = { kind: 'blocked', code: 'finding.incomplete', reason };
  return { ofFile: () => blocked, ofFinding: () => blocked, ofClaim: () => blocked };
}

/** Takes each name for that of somebody who is known. */
const everybody: KnownNames = { anyway: () => true, asHolder: () => true };

interface SubjectInFile {
  readonly subject: PolicySubject;
  readonly file: PolicyFile;
  readonly subjects: readonly PolicySubject[];
}

type Speak = (
  spoken: readonly Spoken[],
  said: Pick<MatchedFindings, 'why'> & { readonly unusedRole?: Finding | undefined },
  placed: SubjectInFile,
) => FindingMatch;

function createSpeaker(base: EvidenceBase): Speak {
  const combined = createCombiner(base);
  return (spoken, { why, unusedRole }, { subject, file }) => {
    const findings = spoken.map(({ filed }) => filed);
    const partial = findings.find(({ finding }) => finding.incomplete !== undefined)?.finding;
    if (partial?.incomplete !== undefined) {
      const whose = findingOf(partial, namesAmong(findings.map(({ finding }) => finding))(partial));
      const code = partial.isUnreadable === true ? 'finding.unreadable' : 'finding.incomplete';
      const says =
        partial.isUnreadable === true
          ? say('{0} cannot be read ({1})', whose, partial.incomplete)
          : say('{0} is incomplete ({1})', whose, partial.incomplete);
      return { kind: 'blocked', code, reason: say('{0}, so nothing is removed', says), isBroken: true };
    }
    const arns = [...new Set(spoken.flatMap(({ arn, filed }) => arn ?? filed.finding.principal?.arn ?? []))];
    const recommendation = recommendationFor(arns.flatMap(base.index.recommendationsFor), subject, file);
    const changed = Math.max(subject.updatedAt ?? 0, recommendation?.policyUpdatedAt ?? 0);
    return {
      kind: 'matched',
      findings,
      why,
      ...combined(spoken),
      stale: whyStale(findings, changed, base),
      tooNew: tooNew(findings, changed, subject.attachment, base),
      unusedRole,
      recommendation,
    };
  };
}

/** Why the findings of somebody cannot be trusted: a file that may close or replace them cannot be read. */
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

/** A shared policy is refined only where there is a finding of everybody. */
function withoutFindings(
  spoken: readonly Spoken[],
  missing: readonly MatchedPrincipal[],
  {
    principals,
    why,
    index,
  }: { readonly principals: readonly MatchedPrincipal[]; readonly why: Message; readonly index: FindingsIndex },
): FindingMatch {
  const names = listed(missing.map(namesBeside(principals)));
  const [aside] = missing.flatMap(({ name, arn }) =>
    index.setAside(name).filter(({ principal }) => arn === undefined || principal.arn === arn),
  );
  if (spoken.length === 0) {
    if (aside === undefined)
      return { kind: 'unmatched', reason: say('matched to {0} ({1}), but there is no finding for {0}', names, why) };
    return {
      kind: 'unmatched',
      reason: say('matched to {0} ({1}), but {2}', names, why, aside.reason),
      isSetAside: true,
    };
  }
  const lacks = missing.length === 1 ? say('{0} has no finding', names) : say('{0} have no finding', names);
  const reason =
    aside === undefined
      ? say('shared policy ({0}): {1}, so nothing is removed', why, lacks)
      : say(
          'shared policy ({0}): there is no usable finding for {1} ({2}), so nothing is removed',
          why,
          names,
          aside.reason,
        );
  return { kind: 'blocked', code: 'finding.incomplete', reason };
}

interface FoundFindings extends PrincipalFindings {
  readonly ambiguous?: Message | undefined;
}

interface FindingSources {
  readonly index: FindingsIndex;
  readonly reports: UnnamedReports;
  readonly file: PolicyFile;
  readonly beside: NamedBeside;
}

/**
 * The findings of a principal; where there are none, the report that is its by the name of the file. With them,
 * whatever report may be about it: what that shows as used must not be lost.
 */
function findingsOf(principal: MatchedPrincipal, { index, reports, file, beside }: FindingSources): FoundFindings {
  const found = principal.arn === undefined ? { counting: [] } : index.of(principal.arn);
  const withReports = (counting: readonly FiledFinding[]): FoundFindings => ({
    ...found,
    counting: withoutTwins(counting, reports.about(principal, file, beside)),
  });
  if (found.counting.length > 0) return withReports(found.counting);
  const named = reports.byName(principal, beside);
  switch (named.kind) {
    case 'report':
      return withReports([named.report]);
    case 'ambiguous':
      return { ...found, ambiguous: named.reason };
    case 'none':
      return found;
  }
}

/** Each once, by its place: a report is put together anew at each look-up. */
function withoutTwins(findings: readonly FiledFinding[], others: readonly FiledFinding[]): readonly FiledFinding[] {
  if (others.length === 0) return findings;
  const known = new Set(findings.map(placeOf));
  return [...findings, ...others.filter((filed) => !known.has(placeOf(filed)))];
}

function placeOf({ places: [{ file, span }] }: FiledFinding): string {
  return `${span.offset} ${file}`;
}
