/** Explains why actions stay although a finding reports them unused. */
import { foldCase, foldedParts } from '../actions/foldCase.ts';
import { actionMatcher } from '../config/keepRules.ts';
import { exceptionsOf } from '../findings/untracked.ts';
import type { Finding } from '../findings/model.ts';
import type { MatchedFindings } from './findingMatch.ts';
import { findingOf, listed, namesAmong, thisFinding } from './wording.ts';
import { inWords, say, type Gap, type Message } from '../text/message.ts';
import type { KeepEntry } from '../config/config.ts';

/** Actions that stay although a finding reports them unused, with the reason. */
export interface Withheld {
  readonly actions: readonly string[];
  /** `not reported unused by B`. */
  readonly reason: Message;
}

/**
 * Why actions stay although a finding reports them unused: a keep rule protects them, or another finding does not
 * report them or shows them as used. Another finding of the same principal is named by its id and day; a finding of
 * another principal by the name of that principal. `staying`: `service:Name`; those that no finding reports are
 * skipped.
 */
export function withheld({ findings: filed, keepRules }: MatchedFindings, staying: readonly string[]): Withheld[] {
  const matchers = keepRules.map(({ actions }) => actionMatcher(actions));
  const findings = filed.map(({ finding }) => ({
    finding,
    used: new Set(finding.used.map(foldCase)),
    isReported: createReportTest(finding),
  }));
  const nameOf = namesAmong(filed.map(({ finding }) => finding));
  const byReason = new Map<string, { readonly reason: Message; readonly actions: string[] }>();
  const add = (reason: Message, action: string): void => {
    const known = byReason.get(inWords(reason));
    if (known === undefined) byReason.set(inWords(reason), { reason, actions: [action] });
    else known.actions.push(action);
  };
  for (const action of staying) {
    const [service, name] = foldedParts(action);
    const reporting = findings.filter(({ isReported }) => isReported(service, name));
    if (reporting.length === 0) continue;
    const entry = keepRules[matchers.findIndex((matches) => matches(service, name))];
    const others = findings.filter((one) => !reporting.includes(one));
    add(entry === undefined ? reasonOfOthers({ others, reporting, nameOf }, action) : keptBy(entry), action);
  }
  return [...byReason.values()].map(({ actions, reason }) => ({ actions, reason }));
}

interface FindingAndUsed {
  readonly finding: Finding;
  /** Folded. */
  readonly used: ReadonlySet<string>;
}

/** The findings that do not report an action and those that do, and what to call their principals. */
interface OthersAndReporting {
  readonly others: readonly FindingAndUsed[];
  readonly reporting: readonly FindingAndUsed[];
  readonly nameOf: (finding: Finding) => Gap;
}

/** The reason that the findings give which do not report an action unused. */
function reasonOfOthers({ others, reporting, nameOf }: OthersAndReporting, action: string): Message {
  const ids = [...others, ...reporting].flatMap(({ finding }) => finding.id ?? []);
  const isOther = ({ principal }: Finding): boolean =>
    principal !== undefined &&
    reporting.every(({ finding }) => finding.principal !== undefined && finding.principal.arn !== principal.arn);
  const showsUse = others.find(({ used }) => used.has(foldCase(action)))?.finding;
  if (showsUse !== undefined)
    return say(
      'used according to {0}',
      isOther(showsUse) ? findingOf(showsUse, nameOf(showsUse)) : thisFinding(showsUse, ids),
    );
  // All report it, as a whole service. A keep rule for other actions of the service made a list of the known ones.
  if (others.length === 0)
    return say(
      'a keep rule applies to other actions of {0}, and the catalogue does not list it',
      foldedParts(action)[0],
    );
  const findings = others.map(({ finding }) => finding);
  const same = findings.filter((finding) => !isOther(finding)).map((finding) => thisFinding(finding, ids));
  return say('not reported unused by {0}', listed([...same, ...new Set(findings.filter(isOther).map(nameOf))]));
}

function keptBy({ line, reason, until }: KeepEntry): Message {
  const entry = say('keep rule in line {0} of .iam-refine.json: {1}', String(line), reason);
  return until === undefined ? entry : say('{0}, until {1}', entry, until);
}

/** Does a finding report an action unused? `service` and `name` are folded. */
export type IsReported = (service: string, name: string) => boolean;

export function createReportTest({ services }: Finding): IsReported {
  return (service, name) => {
    const entry = services.get(service);
    return entry !== undefined && (entry.actions?.has(name) ?? !exceptionsOf(entry).has(name));
  };
}
