import type { ActionCatalogue } from '../actions/catalogue.ts';
import { isExpired, type KeepEntry } from '../config/config.ts';
import { withoutKept } from '../findings/keep.ts';
import type { Finding, Principal, Unused } from '../findings/model.ts';
import { dayOf } from '../findings/time.ts';
import { intersectUnused } from '../findings/unused.ts';
import { memoise } from '../memo.ts';
import type { PolicySubject } from '../policy/subject.ts';
import type { FiledFinding, FindingsIndex, PrincipalFindings } from './findingsIndex.ts';
import { matchPolicy, type FiledConfig, type GlobMatcher, type MatchedPrincipal, type PolicyFile } from './matchPolicy.ts';
import type { Recommendation } from '../findings/recommendation.ts';
import { recommendationFor } from './recommendationFor.ts';
import { joined, say, type Gap, type Message } from '../text/message.ts';

/** What may be said of a policy on the word of findings. */
export type Evidence =
  /** These findings, one a principal, speak for it, and what all of them leave unused may go. */
  | Speaking
  /** Something stands in the way, so nothing is removed. */
  | {
      readonly kind: 'blocked';
      readonly code: 'finding.ambiguous' | 'finding.incomplete' | 'finding.unreadable' | 'config.unreadable';
      readonly reason: Message;
      /** Of an ambiguous finding: who may be meant. */
      readonly candidates?: readonly Principal[];
    }
  | { readonly kind: 'none'; readonly reason: Message };

export interface Speaking {
  readonly kind: 'speaks';
  readonly findings: readonly FiledFinding[];
  /** How it was decided that these speak: `by its path`. */
  readonly why: Message;
  readonly unused: Unused;
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
}

/** Who may speak for a policy, and what is said. */
export interface Witness {
  /** What may be said of a policy that stands in this file. */
  readonly ofFile: (file: PolicyFile, subject: PolicySubject) => Evidence;
  /** As the caller says that this finding speaks for it. */
  readonly ofFinding: (finding: FiledFinding, why: Message, subject: PolicySubject, file: PolicyFile) => Evidence;
  /** As the caller names the principals: the policy is theirs. */
  readonly ofPrincipals: (principals: readonly MatchedPrincipal[], why: Message, subject: PolicySubject, file: PolicyFile) => Evidence;
}

/** Makes the witness. What is unused by the same principals is the same object at every call, so that engines can share it. */
export function createWitness(base: EvidenceBase): Witness {
  const { index, config, matchesGlob } = base;
  const tally = createTally(base);
  const ofPrincipals: Witness['ofPrincipals'] = (principals, why, subject, file) => {
    const found = principals.map((principal) => findingsOf(principal, index));
    const spoken = found.flatMap(({ witnesses }) => witnesses);
    const missing = principals.filter((_, i) => found[i]?.witnesses.length === 0).map(({ name }) => name);
    if (spoken.length === 0 || missing.length > 0) return withoutFindings(spoken, missing, why);
    const [role, ...others] = found;
    const unusedRole = others.length === 0 ? role?.unusedRole : undefined;
    return speak({ findings: spoken, why, ...tally.of(spoken), unusedRole }, { subject, file }, base);
  };
  const ofFinding: Witness['ofFinding'] = (finding, why, subject, file) =>
    speak({ findings: [finding], why, ...tally.of([finding]) }, { subject, file }, base);
  return {
    ofPrincipals,
    ofFinding,
    ofFile(file, subject) {
      const match = matchPolicy({ file, config, attachment: subject.attachment, index, matchesGlob });
      switch (match.kind) {
        case 'none':
          return match;
        case 'ambiguous':
          return ambiguous(match.principals);
        case 'bare':
          return ofFinding(match.finding, match.why, subject, file);
        case 'principals':
          return ofPrincipals(match.principals, match.why, subject, file);
      }
    },
  };
}

/** What several findings leave unused together, less what is to be kept. */
interface Tally {
  readonly of: (spoken: readonly FiledFinding[]) => Pick<Speaking, 'unused' | 'kept'>;
}

function createTally({ index, config, catalogue, now }: EvidenceBase): Tally {
  const keep = (config?.config.keep ?? []).filter((entry) => !isExpired(entry, now));
  const keptFor = (arn: string | undefined): readonly KeepEntry[] =>
    keep.filter(({ principals }) => principals === undefined || (arn !== undefined && principals.includes(arn)));
  const less = ({ services, principal }: Finding): Unused =>
    withoutKept(
      services,
      keptFor(principal?.arn).flatMap(({ actions }) => actions),
      catalogue,
    );
  const byAll = memoise((arns) => intersectUnused(arns.split(' ').map((arn) => unusedOf(arn))));
  const unusedOf = memoise((arn) => intersectUnused(index.of(arn).witnesses.map(({ finding }) => less(finding))));
  return {
    of(spoken) {
      const findings = spoken.map(({ finding }) => finding);
      const arns = findings.map(({ principal }) => principal?.arn);
      const named = arns.filter((arn) => arn !== undefined);
      const unused = named.length === arns.length ? byAll([...new Set(named)].join(' ')) : intersectUnused(findings.map(less));
      return { unused, kept: keep.filter((entry) => arns.some((arn) => keptFor(arn).includes(entry))) };
    },
  };
}

function ambiguous(candidates: readonly Principal[]): Evidence {
  const reason = say('findings of {0} may be meant, so none is used', listed(candidates.map(({ arn }) => arn)));
  return { kind: 'blocked', code: 'finding.ambiguous', reason, candidates };
}

/** A shared policy is refined only where there is a finding of everybody. */
function withoutFindings(spoken: readonly FiledFinding[], missing: readonly string[], why: Message): Evidence {
  if (spoken.length === 0)
    return { kind: 'none', reason: say('{0}, it is the policy of {1}, of whom there is no finding', why, listed(missing)) };
  const others = listed(spoken.map(({ finding }) => nameOf(finding)));
  const reason = say('{0}, it is shared: there is a finding of {1}, and none of {2}; nothing is removed', why, others, listed(missing));
  return { kind: 'blocked', code: 'finding.incomplete', reason };
}

type Spoken = Pick<Speaking, 'findings' | 'why' | 'unused' | 'kept' | 'unusedRole'>;

function speak(spoken: Spoken, { subject, file }: SubjectInFile, base: EvidenceBase): Evidence {
  const partial = spoken.findings.find(({ finding }) => finding.incomplete !== undefined)?.finding;
  if (partial?.incomplete !== undefined) {
    const reason = say('{0} is not whole: {1}; nothing is removed on its word', findingOf(partial), partial.incomplete);
    return { kind: 'blocked', code: 'finding.incomplete', reason };
  }
  const arns = spoken.findings.flatMap(({ finding }) => finding.principal?.arn ?? []);
  const advice = recommendationFor(arns.flatMap(base.index.recommendationsFor), subject, file);
  return { kind: 'speaks', ...spoken, stale: staleness(spoken.findings, subject, advice, base), advice };
}

interface SubjectInFile {
  readonly subject: PolicySubject;
  readonly file: PolicyFile;
}

/** A report that does not say whose it is speaks for a principal after whom its file is named, where no other of that name is known. */
function findingsOf({ arn, name }: MatchedPrincipal, index: FindingsIndex): PrincipalFindings {
  const found = arn === undefined ? { witnesses: [] } : index.of(arn);
  if (found.witnesses.length > 0 || index.named(name).length > 0) return found;
  const [report, ...others] = index.reportsNamed(name);
  return report !== undefined && others.length === 0 ? { witnesses: [report] } : found;
}

/** A finding is stale that is older than the user wants them, or older than the policy. */
function staleness(
  findings: readonly FiledFinding[],
  subject: PolicySubject,
  advice: Recommendation | undefined,
  { now, staleAfterDays }: EvidenceBase,
): Message | undefined {
  const changed = Math.max(subject.updatedAt ?? 0, advice?.policyUpdatedAt ?? 0);
  for (const { finding } of findings) {
    const { analyzedAt } = finding;
    if (analyzedAt === undefined) continue;
    const said = say('{0} is of {1}', findingOf(finding), dayOf(analyzedAt));
    if (changed > analyzedAt) return say('{0}, and the policy was changed after it, on {1}', said, dayOf(changed));
    const days = Math.floor((now - analyzedAt) / 86_400_000);
    if (days > staleAfterDays) return say('{0}, {1} days old', said, days);
  }
  return undefined;
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

/** The same object for all, so that policies for which no finding speaks share an engine's work. */
const nothingUnused: Unused = new Map();

/** How messages name the principal of a finding; the short form does not say who it is. */
export function nameOf(finding: Finding): Gap {
  return finding.principal?.name ?? say('its principal');
}

function findingOf(finding: Finding): Message {
  const name = nameOf(finding);
  return finding.kind === 'report' ? say('the last-accessed report of {0}', name) : say('the finding of {0}', name);
}

/** Each once, at most three, and how many more. */
export function listed(given: readonly Gap[]): Gap {
  const names = [...new Set(given)];
  const shown = joined(names.slice(0, 3), ', ');
  return names.length <= 3 ? shown : say('{0} and {1} more', shown, names.length - 3);
}
