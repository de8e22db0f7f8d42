import { nothingUsed } from '../findings/used.ts';
import type { ActionCatalogue } from '../actions/catalogue.ts';
import { isExpired, type KeepEntry } from '../config/config.ts';
import { withoutKept } from '../findings/keep.ts';
import { principalOf, type Finding, type Principal, type Unused } from '../findings/model.ts';
import { intersectUnused } from '../findings/unused.ts';
import { memoise } from '../memo.ts';
import type { PolicySubject } from '../policy/subject.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { say, type Message } from '../text/message.ts';
import { tooNew, whyStale } from './age.ts';
import type { FiledFinding, FindingsIndex } from './findingsIndex.ts';
import {
  claim,
  mappingFor,
  matchPolicy,
  type FiledConfig,
  type GlobMatcher,
  type Match,
  type MatchedPrincipal,
  type PolicyFile,
} from './matchPolicy.ts';
import { isOfPermissionSet, permissionSetOf } from './permissionSet.ts';
import { recommendationFor } from './recommendationFor.ts';
import { findingOf, listed } from './wording.ts';

/** What may be said of a policy on the word of findings. */
export type Evidence =
  /** These findings speak for it, and what all of them leave unused may go. */
  | Speaking
  /** Something stands in the way, so nothing is removed. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable' | 'config.unreadable';
      readonly reason: Message;
      /** Of an ambiguous finding: who may be meant. */
      readonly candidates?: readonly Principal[];
      /** A finding of it could not be read, or not whole. */
      readonly isBroken?: true;
    }
  | NoEvidence;

export interface NoEvidence {
  readonly kind: 'none';
  readonly reason: Message;
  /** There is something about it that does not count, as a finding that is resolved: the reason names it. */
  readonly isSetAside?: true;
}

export interface Speaking {
  readonly kind: 'speaks';
  /** Of each principal all that bear witness: findings of several analyzers, and reports. */
  readonly findings: readonly FiledFinding[];
  /** How it was decided that these speak: `by its path`. */
  readonly why: Message;
  readonly unused: Unused;
  /** The actions that one of the findings shows as used, `service:Name`. The proof holds every change against them. */
  readonly used: readonly string[];
  /** The entries of `keep` that hold for one of the principals. */
  readonly kept: readonly KeepEntry[];
  /** Why the finding may be out of date. What follows from it is offered, never preferred. */
  readonly stale?: Message | undefined;
  /** Why the policy is too young for the report. What follows from it is offered, never preferred. */
  readonly tooNew?: Message | undefined;
  /** The finding that the role itself is unused. */
  readonly unusedRole?: Finding | undefined;
  /** What AWS itself recommends for this policy. */
  readonly advice?: Recommendation | undefined;
  /** The document gives the policy to somebody else, and the user wants it treated as if it did not. */
  readonly isAssumed?: true;
}

/** All that the evidence for the policies of a folder rests on. */
export interface EvidenceBase {
  readonly index: FindingsIndex;
  readonly config?: FiledConfig | undefined;
  readonly catalogue: ActionCatalogue;
  readonly matchesGlob: GlobMatcher;
  /** Milliseconds since 1970. */
  readonly now: number;
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

/** Finds the findings that apply to a policy. */
export interface Witness {
  /** What may be said of a policy that stands in this file. */
  readonly ofFile: (file: PolicyFile, subject: PolicySubject) => Evidence;
  /** As the caller says that this finding, which names nobody, speaks for the policies of which nothing else is said. */
  readonly ofFinding: (finding: FiledFinding, why: Message, subject: PolicySubject, file: PolicyFile) => Evidence;
  /** As the caller says whose it is. */
  readonly ofClaim: (claim: Claim, subject: PolicySubject, file: PolicyFile) => Evidence;
}

/** Makes the witness. What is unused by the same principals is the same object at every call, so that engines can share it. */
export function createWitness(base: EvidenceBase): Witness {
  const { index, config, matchesGlob } = base;
  const speak = createSpeaker(base);
  const ofPrincipals = (principals: readonly MatchedPrincipal[], why: Message, placed: SubjectInFile): Evidence => {
    const found = principals.map((principal) => ({ principal, ...findingsOf(principal, index) }));
    const blocked = unreadable(principals, placed.file, index);
    if (blocked !== undefined) return { kind: 'blocked', code: 'finding.unreadable', reason: blocked };
    const missing = found.filter(({ witnesses }) => witnesses.length === 0).map(({ principal }) => principal);
    const spoken = found.flatMap(({ principal: { arn }, witnesses }) => witnesses.map((filed) => ({ filed, arn })));
    if (missing.length > 0) return withoutFindings(spoken, missing, { why, index });
    const [unsettled] = principals.flatMap(({ arn }) => (arn === undefined ? [] : index.unsettled(arn)));
    if (unsettled !== undefined) return { kind: 'blocked', code: 'finding.incomplete', reason: unsettled };
    const [role, ...others] = found;
    return speak(spoken, { why, unusedRole: others.length === 0 ? role?.unusedRole : undefined }, placed);
  };
  const ofMatch = (match: Match, placed: SubjectInFile): Evidence => {
    switch (match.kind) {
      case 'none':
      case 'blocked':
        return match;
      case 'bare':
        return ofBare(match.finding, match.why, placed);
      case 'principals':
        return ofPrincipals(match.principals, match.why, placed);
    }
  };
  const ofBare = (finding: FiledFinding, why: Message, placed: SubjectInFile): Evidence => {
    const reason = index.unreadableAbove(placed.file.folder);
    return reason === undefined ? speak([{ filed: finding }], { why }, placed) : { kind: 'blocked', code: 'finding.unreadable', reason };
  };
  const ofFile: Witness['ofFile'] = (file, subject) =>
    ofMatch(matchPolicy({ file, config, attachment: subject.attachment, index, matchesGlob }), { subject, file });
  return {
    ofFile,
    ofFinding(finding, why, subject, file) {
      // A finding that names nobody does not beat what is said of the policy elsewhere.
      const isSaid = subject.attachment.kind !== 'unsaid' || mappingFor({ file, config, matchesGlob }) !== undefined;
      return isSaid ? ofFile(file, subject) : ofBare(finding, why, { subject, file });
    },
    ofClaim({ principals, why, isAssumed = false, finding }, subject, file) {
      const placed = { subject, file };
      const match = claim(principals, why, { attachment: subject.attachment, index });
      if (match.kind !== 'principals' && !isAssumed) return ofMatch(match, placed);
      const holders = match.kind === 'principals' && !isAssumed ? match.principals : principals;
      const spoken = finding === undefined ? undefined : principals.map(({ arn }) => ({ filed: finding, arn }));
      const said = spoken === undefined ? ofPrincipals(holders, why, placed) : speak(spoken, { why }, placed);
      return match.kind !== 'principals' && said.kind === 'speaks' ? { ...said, isAssumed: true } : said;
    },
  };
}

interface SubjectInFile {
  readonly subject: PolicySubject;
  readonly file: PolicyFile;
}

/** A finding, and whose it was decided to be; `arn` is absent where nobody knows. */
interface Spoken {
  readonly filed: FiledFinding;
  readonly arn?: string | undefined;
}

type Speak = (
  spoken: readonly Spoken[],
  said: Pick<Speaking, 'why'> & { readonly unusedRole?: Finding | undefined },
  placed: SubjectInFile,
) => Evidence;

function createSpeaker(base: EvidenceBase): Speak {
  const combined = createCombiner(base);
  return (spoken, { why, unusedRole }, { subject, file }) => {
    const findings = spoken.map(({ filed }) => filed);
    const partial = findings.find(({ finding }) => finding.incomplete !== undefined)?.finding;
    if (partial?.incomplete !== undefined) {
      const code = partial.isUnreadable === true ? 'finding.unreadable' : 'finding.incomplete';
      const says =
        partial.isUnreadable === true
          ? say('{0} cannot be read ({1})', findingOf(partial), partial.incomplete)
          : say('{0} is incomplete ({1})', findingOf(partial), partial.incomplete);
      return { kind: 'blocked', code, reason: say('{0}, so nothing is removed', says), isBroken: true };
    }
    const arns = [...new Set(spoken.flatMap(({ arn, filed }) => arn ?? filed.finding.principal?.arn ?? []))];
    const advice = recommendationFor(arns.flatMap(base.index.recommendationsFor), subject, file);
    const changed = Math.max(subject.updatedAt ?? 0, advice?.policyUpdatedAt ?? 0);
    return {
      kind: 'speaks',
      findings,
      why,
      ...combined(spoken),
      stale: whyStale(findings, changed, base),
      tooNew: tooNew(findings, changed, subject.attachment, base),
      unusedRole,
      advice,
    };
  };
}

/** What several findings leave unused together, less what is to be kept. */
type Combine = (spoken: readonly Spoken[]) => Pick<Speaking, 'unused' | 'used' | 'kept'>;

function createCombiner({ config, catalogue, now }: EvidenceBase): Combine {
  const rules = (config?.config.keep ?? []).filter((entry) => !isExpired(entry, now));
  const less = (finding: Finding, arn: string | undefined): Unused => {
    const kept = rules.filter((entry) => keepsFor(entry, arn)).flatMap(({ actions }) => actions);
    return withoutKept(finding.services, kept, catalogue);
  };
  const numbers = new WeakMap<Finding, number>();
  const all: Finding[] = [];
  const numberOf = (finding: Finding): number => {
    const known = numbers.get(finding) ?? all.push(finding) - 1;
    numbers.set(finding, known);
    return known;
  };
  const parsed = (part: string): Unused => {
    const [number = '', arn = ''] = part.split(' ');
    const finding = all[Number(number)];
    return finding === undefined ? new Map<string, never>() : less(finding, arn === '' ? undefined : arn);
  };
  // A line break stands in no ARN that can be read.
  const unusedOf = memoise((key) => intersectUnused(key.split('\n').map(parsed)));
  const usedOf = memoise((key): readonly string[] => [...new Set(key.split('\n').flatMap((number) => all[Number(number)]?.used ?? []))]);
  return (spoken) => {
    const parts = spoken.map(({ filed, arn = filed.finding.principal?.arn }) => ({ number: numberOf(filed.finding), arn }));
    return {
      unused: unusedOf(parts.map(({ number, arn = '' }) => `${number} ${arn}`).join('\n')),
      used: usedOf(parts.map(({ number }) => number).join('\n')),
      kept: rules.filter((entry) => parts.some(({ arn }) => keepsFor(entry, arn))),
    };
  };
}

/** Whose policy nobody knows may be anybody's. */
function keepsFor({ principals }: KeepEntry, arn: string | undefined): boolean {
  return principals === undefined || arn === undefined || principals.some((principal) => holdsFor(principal, arn));
}

/** Does a keep rule for one principal hold for another? What the roles of a permission set may do is one policy in all accounts. */
function holdsFor(ruled: string, arn: string): boolean {
  const set = permissionSetOf(nameInArn(ruled));
  return ruled === arn || (set !== undefined && isOfPermissionSet(nameInArn(arn), set));
}

function nameInArn(arn: string): string {
  return principalOf(arn)?.name ?? '';
}

/** Why the findings of somebody cannot be trusted: a file that may close or replace them cannot be read. */
function unreadable(principals: readonly MatchedPrincipal[], { folder }: PolicyFile, index: FindingsIndex): Message | undefined {
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
  { why, index }: { readonly why: Message; readonly index: FindingsIndex },
): Evidence {
  const names = listed(missing.map(({ name }) => name));
  const [aside] = missing.flatMap(({ name }) => index.setAside(name));
  if (spoken.length === 0) {
    if (aside === undefined) return { kind: 'none', reason: say('matched to {0} ({1}), but there is no finding for {0}', names, why) };
    return { kind: 'none', reason: say('matched to {0} ({1}), but {2}', names, why, aside.reason), isSetAside: true };
  }
  const lacks = missing.length === 1 ? say('{0} has no finding', names) : say('{0} have no finding', names);
  const reason =
    aside === undefined
      ? say('shared policy ({0}): {1}, so nothing is removed', why, lacks)
      : say('shared policy ({0}): no finding of {1} counts ({2}), so nothing is removed', why, names, aside.reason);
  return { kind: 'blocked', code: 'finding.incomplete', reason };
}

/** A report that does not say whose it is speaks for a principal after whom its file is named, where no other of that name is known. */
function findingsOf({ arn, name }: MatchedPrincipal, index: FindingsIndex) {
  const found = arn === undefined ? { witnesses: [] } : index.of(arn);
  if (found.witnesses.length > 0 || index.named(name).length > 0) return found;
  const reports = index.reportsNamed(name);
  return reports.length === 1 ? { ...found, witnesses: reports } : found;
}

/** Why somebody should be asked before anything is removed on the word of this; `undefined` where nothing speaks against it. */
export function doubtOf(evidence: Evidence | undefined): Message | undefined {
  return evidence?.kind === 'speaks' ? (evidence.stale ?? evidence.tooNew) : undefined;
}

/** What may go of each policy of a document, by the evidence for each. */
export function unusedBy(evidence: readonly Evidence[]): (policy: number) => Unused {
  return (policy) => {
    const said = evidence[policy];
    return said?.kind === 'speaks' ? said.unused : nothingUnused;
  };
}

/** The same object for all, so that policies to which no finding applies share an engine's work. */
const nothingUnused: Unused = new Map();

/** Which actions the evidence for each policy of a document shows as used. */
export function usedBy(evidence: readonly Evidence[]): (policy: number) => readonly string[] {
  return (policy) => {
    const said = evidence[policy];
    return said?.kind === 'speaks' ? said.used : nothingUsed;
  };
}
