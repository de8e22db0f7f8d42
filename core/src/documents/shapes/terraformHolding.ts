/** Holders of a policy as a Terraform module tells them, and why not all of them are known. */
import type { NamePattern, PrincipalName, UnnamedHolder } from '../../policy/subject.ts';
import type { Message } from '../../text/message.ts';

/** Holders of a policy, and why not all of them are known. */
export interface Holding {
  readonly named: readonly PrincipalName[];
  readonly like: readonly NamePattern[];
  /** What stands for the holders whose names are not known, each once. */
  readonly unnamed: readonly string[];
  readonly group?: string | undefined;
  readonly open?: Message | undefined;
  /** The holders that are resources of the module; present if all that is not known is their names. */
  readonly nameless?: readonly UnnamedHolder[] | undefined;
}

export const noHolding: Holding = { named: [], like: [], unnamed: [], nameless: [] };

/** All holders together. The first reason stands for all. */
export function joinedHoldings(all: readonly Holding[]): Holding {
  const [only, another] = all;
  if (only !== undefined && another === undefined) return only;
  return {
    named: all.flatMap(({ named }) => named),
    like: all.flatMap(({ like }) => like),
    unnamed: [...new Set(all.flatMap(({ unnamed }) => unnamed))],
    group: all.find(({ group }) => group !== undefined)?.group,
    open: all.find(({ open }) => open !== undefined)?.open,
    nameless: all.every(({ nameless }) => nameless !== undefined)
      ? distinctHolders(all.flatMap(({ nameless = [] }) => nameless))
      : undefined,
  };
}

function distinctHolders(all: readonly UnnamedHolder[]): readonly UnnamedHolder[] {
  return [...new Map(all.map((one) => [one.resource, one])).values()];
}

export function openHolding(open: Message): Holding {
  return openFor(noHolding, open);
}

/** The holders, not all of which are known, for a reason of its own. */
export function openFor(holding: Holding, open: Message): Holding {
  return { ...holding, open: holding.open ?? open, nameless: undefined };
}
