/** How messages name findings and principals. */
import { principalOf, type Finding } from '../findings/model.ts';
import { dayOf } from '../text/time.ts';
import { inWords, joined, say, type Gap, type Message } from '../text/message.ts';

/** The principal of a finding; the short form does not say who it is. */
export function nameOf(finding: Finding): Gap {
  return finding.principal?.name ?? say('its principal');
}

/**
 * What to call a principal beside others: where another one has the same name, with its account, and where that is in
 * the same account by its ARN.
 */
export function namesBeside(all: readonly NamedPrincipal[]): (principal: NamedPrincipal) => string {
  const arns = new Map<string, Set<string>>();
  for (const { name, arn } of all) if (arn !== undefined) arns.set(name, (arns.get(name) ?? new Set()).add(arn));
  return ({ name, arn = '' }) => {
    const { account = '' } = principalOf(arn) ?? {};
    const others = [...(arns.get(name) ?? [])].filter((other) => other !== arn);
    if (account === '' || others.length === 0) return name;
    return others.some((other) => principalOf(other)?.account === account) ? arn : `${name} (${account})`;
  };
}

interface NamedPrincipal {
  readonly name: string;
  readonly arn?: string | undefined;
}

/** As {@link namesBeside}, of the principals of findings. */
export function namesAmong(findings: readonly Finding[]): (finding: Finding) => Gap {
  const nameOne = namesBeside(findings.flatMap(({ principal }) => principal ?? []));
  return (finding) => (finding.principal === undefined ? nameOf(finding) : nameOne(finding.principal));
}

export function findingOf(finding: Finding, name: Gap = nameOf(finding)): Message {
  return finding.kind === 'report' ? say('the last-accessed report for {0}', name) : say('the finding for {0}', name);
}

/** The names of those whose findings these are, each once. A report that names nobody, beside others, adds none. */
export function namesOf(findings: readonly { readonly finding: Finding }[]): Gap {
  const named = findings.filter(({ finding }) => finding.principal !== undefined);
  return listed([
    ...new Map(
      (named.length > 0 ? named : findings).map(({ finding }) => [inWords(nameOf(finding)), nameOf(finding)]),
    ).values(),
  ]);
}

/** When an unused role was last used, as far as its finding tells. */
export function lastUseOf({ lastAccessed }: Finding): Message {
  return lastAccessed === undefined
    ? say('never used in the tracking period')
    : say('last used {0}', dayOf(lastAccessed));
}

/**
 * One of several findings of the same principal: `the finding 11111111… of 2026-11-25`. Of a long id the beginning,
 * where no other of `ids` begins so.
 */
export function thisFinding({ kind, id, analyzedAt }: Finding, ids: readonly string[]): Message {
  const what =
    kind === 'report'
      ? say('the last-accessed report')
      : id === undefined
        ? say('the finding')
        : say('the finding {0}', shortId(id, ids));
  return analyzedAt === undefined ? what : say('{0} from {1}', what, dayOf(analyzedAt));
}

/** As long as the first part of a UUID. */
const shortIdLength = 8;

function shortId(id: string, ids: readonly string[]): string {
  const start = id.slice(0, shortIdLength);
  const isClear = ids.every((other) => other === id || !other.startsWith(start));
  return isClear && id.length > shortIdLength + 4 ? `${start}…` : id;
}

/** At most three, and how many more. */
export function listed(names: readonly Gap[]): Gap {
  const shown = joined(names.slice(0, 3), ', ');
  return names.length <= 3 ? shown : say('{0} and {1} more', shown, names.length - 3);
}
