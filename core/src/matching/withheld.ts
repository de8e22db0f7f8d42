import { foldCase, foldedParts } from '../actions/foldCase.ts';
import { actionMatcher } from '../config/keepRules.ts';
import { exceptionsOf } from '../findings/exceptions.ts';
import type { Finding } from '../findings/model.ts';
import type { MatchedFindings } from './findingMatch.ts';
import { findingOf, listed, namesAmong, thisFinding } from './wording.ts';
import { inWords, say, type Gap, type Message } from '../text/message.ts';
import type { KeepEntry } from '../config/config.ts';

/** Actions that a finding reports unused and that stay all the same, with the reason. */
export interface Withheld {
  readonly actions: readonly string[];
  /** `not reported unused by B`. */
  readonly reason: Message;
}

/**
 * Why actions stay although a finding reports them unused: because the configuration wants them kept; because another
 * finding does not report them, or shows them as used. Another finding of the same principal is named by its id and
 * day, one of somebody else by their name. `kept` are actions `service:Name`; those that no finding reports are passed
 * over.
 */
export function withheld({ findings: filed, kept: entries }: MatchedFindings, kept: readonly string[]): Withheld[] {
  const matchers = entries.map(({ actions }) => actionMatcher(actions));
  const findings = filed.map(({ finding }) => ({ finding, used: new Set(finding.used.map(foldCase)) }));
  const nameOf = namesAmong(filed.map(({ finding }) => finding));
  const byReason = new Map<string, { readonly reason: Message; readonly actions: string[] }>();
  const add = (reason: Message, action: string): void => {
    const known = byReason.get(inWords(reason));
    if (known === undefined) byReason.set(inWords(reason), { reason, actions: [action] });
    else known.actions.push(action);
  };
  for (const action of kept) {
    const [service, name] = foldedParts(action);
    const naming = findings.filter(({ finding }) => namesUnused(finding, service, name));
    if (naming.length === 0) continue;
    const entry = entries[matchers.findIndex((matches) => matches(service, name))];
    const silent = findings.filter((one) => !naming.includes(one));
    add(entry === undefined ? whySilent({ silent, naming, nameOf }, action) : keptBy(entry), action);
  }
  return [...byReason.values()].map(({ actions, reason }) => ({ actions, reason }));
}

interface FindingAndUsed {
  readonly finding: Finding;
  /** Folded. */
  readonly used: ReadonlySet<string>;
}

/** The findings that do not report an action and those that do, and what to call their principals. */
interface SilentAndNaming {
  readonly silent: readonly FindingAndUsed[];
  readonly naming: readonly FindingAndUsed[];
  readonly nameOf: (finding: Finding) => Gap;
}

/** What the findings that do not report an action say of it. */
function whySilent({ silent, naming, nameOf }: SilentAndNaming, action: string): Message {
  const ids = [...silent, ...naming].flatMap(({ finding }) => finding.id ?? []);
  const isOther = ({ principal }: Finding): boolean =>
    principal !== undefined &&
    naming.every(({ finding }) => finding.principal !== undefined && finding.principal.arn !== principal.arn);
  const witness = silent.find(({ used }) => used.has(foldCase(action)))?.finding;
  if (witness !== undefined)
    return say(
      'used according to {0}',
      isOther(witness) ? findingOf(witness, nameOf(witness)) : thisFinding(witness, ids),
    );
  const findings = silent.map(({ finding }) => finding);
  const same = findings.filter((finding) => !isOther(finding)).map((finding) => thisFinding(finding, ids));
  return say('not reported unused by {0}', listed([...same, ...new Set(findings.filter(isOther).map(nameOf))]));
}

function keptBy({ line, reason, until }: KeepEntry): Message {
  const entry = say('keep rule in line {0} of .iam-refine.json: {1}', String(line), reason);
  return until === undefined ? entry : say('{0}, until {1}', entry, until);
}

function namesUnused({ services }: Finding, service: string, name: string): boolean {
  const entry = services.get(service);
  if (entry === undefined) return false;
  return entry.actions?.has(name) ?? !exceptionsOf(entry).has(name);
}
