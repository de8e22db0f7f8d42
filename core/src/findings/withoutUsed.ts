/** Takes what a report shows as used out of what is unused. */
import { foldCase } from '../actions/foldCase.ts';
import type { Unused, UnusedService } from './model.ts';

/** One shared object, so that comparing by identity finds it unchanged. */
export const nothingUsed: readonly string[] = [];

/**
 * What is unused without what the same evidence shows as used (`service:Name`): evidence of use wins. Every used name
 * becomes a known name of its service (`notUnused`), even if nothing of the service is unused, so that refinement and
 * proof know it if the catalogue lacks it.
 */
export function withoutUsed(unused: Unused, used: readonly string[]): Unused {
  if (used.length === 0) return unused;
  const left = new Map(unused);
  for (const [service, names] of byService(used)) left.set(service, withoutNames(service, left.get(service), names));
  return left;
}

function byService(used: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const services = new Map<string, string[]>();
  for (const action of used) {
    const colon = action.indexOf(':');
    const service = foldCase(action.slice(0, colon));
    const names = services.get(service) ?? [];
    services.set(service, names);
    names.push(action.slice(colon + 1));
  }
  return services;
}

function withoutNames(service: string, entry: UnusedService | undefined, used: readonly string[]): UnusedService {
  const folded = new Set(used.map(foldCase));
  const actions = new Map([...(entry?.actions ?? [])].filter(([name]) => !folded.has(name)));
  return { service, actions, notUnused: [...(entry?.notUnused ?? []), ...used] };
}
