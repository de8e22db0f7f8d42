/** How messages name findings and principals. */
import { principalOf, type Finding } from '../findings/model.ts';
import { dayOf } from '../text/time.ts';
import { inWords, joined, say, type Gap, type Message } from '../text/message.ts';

/** The name of the principal of a finding. A finding in the short form does not tell it. */
export function nameOf(finding: Finding): Gap {
  return finding.principal?.name ?? say('its principal');
}

/**
 * Names principals so that they can be told apart: a principal that shares its name is named with its account; if the
 * other one is in the same account, by its ARN.
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

/** Like {@link namesBeside}, for the principals of findings. */
export function namesAmong(findings: readonly Finding[]): (finding: Finding) => Gap {
  const nameOne = namesBeside(findings.flatMap(({ principal }) => principal ?? []));
  return (finding) => (finding.principal === undefined ? nameOf(finding) : nameOne(finding.principal));
}

export function findingOf(finding: Finding, name: Gap = nameOf(finding)): Message {
  if (finding.kind === 'recommendation') return say('the AWS recommendation for {0}', name);
  return finding.kind === 'report' ? say('the last-accessed report for {0}', name) : say('the finding for {0}', name);
}

/**
 * The names of the principals of findings, each once. A report that names no principal adds a name only if none does.
 */
export function namesOf(findings: readonly { readonly finding: Finding }[]): Gap {
  const named = findings.filter(({ finding }) => finding.principal !== undefined);
  return listed([
    ...new Map(
      (named.length > 0 ? named : findings).map(({ finding }) => [inWords(nameOf(finding)), nameOf(finding)]),
    ).values(),
  ]);
}

/** When an unused role was last used, if its finding tells. */
export function lastUseOf({ lastAccessed }: Finding): Message {
  return lastAccessed === undefined
    ? say('never used in the tracking period')
    : say('last used {0}', dayOf(lastAccessed));
}

/**
 * Names one of several findings of the same principal: `the finding 11111111… from 2026-11-25`. A long id is shortened
 * if no other of `ids` begins in the same way.
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

/** Lists at most three names, and the number of others. */
export function listed(names: readonly Gap[]): Gap {
  const shown = joined(names.slice(0, 3), ', ');
  return names.length <= 3 ? shown : say('{0} and {1} more', shown, names.length - 3);
}
