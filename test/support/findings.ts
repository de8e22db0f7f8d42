/** Findings as text, and as plain data to compare. */
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import type { Finding } from '../../core/src/index.ts';
import { inEnglish } from './inEnglish.ts';
import { sample } from './samples.ts';

/** A finding as plain data: the services with the names of their unused actions, `*` for a service as a whole. */
export function plain({ kind, lastAccessed, principal, analyzedAt, incomplete, services }: Finding): unknown {
  const named = [...services.values()].map(({ service, actions }) => [
    service,
    actions === undefined ? '*' : [...actions.values()],
  ]);
  return {
    ...(kind === 'report' ? { report: true } : {}),
    ...(kind === 'role' ? { role: lastAccessed === undefined ? 'never' : new Date(lastAccessed).toISOString() } : {}),
    principal: principal?.arn ?? null,
    analyzed: analyzedAt === undefined ? null : new Date(analyzedAt).toISOString(),
    ...(incomplete === undefined ? {} : { incomplete: inEnglish(incomplete) }),
    services: Object.fromEntries(named) as unknown,
  };
}

export const myRole = 'arn:aws:iam::123456789012:role/MyRole';

/** A finding with these details, as the API gives it. */
export function finding(details: readonly unknown[], fields: Readonly<Record<string, unknown>> = {}): string {
  const findingDetails = details.map((unusedPermissionDetails) => ({ unusedPermissionDetails }));
  return JSON.stringify({
    resource: myRole,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    findingDetails,
    ...fields,
  });
}

export const findingsIn = (text: string): Finding[] => allFindings(readFindings(text));
export const findingsOf = (name: string): Finding[] => findingsIn(sample(name));

export const servicesOf = (text: string): unknown[] =>
  findingsIn(text).map((found) => (plain(found) as { services: unknown }).services);
