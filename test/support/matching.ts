/** Findings of several principals, and the match of a policy with them. */
import assert from 'node:assert/strict';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import type { Attachment } from '../../core/src/policy/subject.ts';
import { createFindingsIndex, type FindingMatch, type FiledReading } from '../../core/src/index.ts';
import { readConfig } from '../../core/src/config/index.ts';
import { createPolicyMatcher, type PolicyMatcher } from '../../core/src/matching/policyMatcher.ts';
import { inWords } from '../../core/src/text/index.ts';
import { builtIn } from './samples.ts';

export interface Given {
  readonly file?: string;
  readonly arn?: string;
  readonly id?: string;
  readonly status?: string;
  readonly analyzedAt?: string;
  readonly updatedAt?: string;
  readonly nextToken?: string;
  readonly findingType?: string;
  readonly findingDetails?: readonly unknown[];
}

export const unusedIn = (serviceNamespace: string, ...actions: string[]): object => ({
  unusedPermissionDetails: { serviceNamespace, actions },
});

/** A findings file: a finding for a principal, or the short form without one. */
export function filed({ file = '/w/findings/f.json', ...fields }: Given): FiledReading {
  const { arn, ...rest } = fields;
  const whole = {
    resource: arn,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: '2026-11-01T00:00:00Z',
    findingDetails: [],
    ...rest,
  };
  const text = JSON.stringify(arn === undefined ? [{ serviceNamespace: 's3', actions: ['GetObject'] }] : whole);
  return { file, reading: readFindings(text) };
}

/** A last-accessed report that does not tell its principal. */
export function report(file: string, created = '2026-11-01T00:00:00Z'): FiledReading {
  const text = JSON.stringify({
    JobStatus: 'COMPLETED',
    JobCreationDate: created,
    ServicesLastAccessed: [{ ServiceNamespace: 'sqs', TotalAuthenticatedEntities: 0 }],
  });
  return { file, reading: readFindings(text) };
}

export const role = (name: string, account = '123456789012'): string => `arn:aws:iam::${account}:role/${name}`;
export const a: Given & { readonly arn: string } = { arn: role('A'), id: 'a' };
export const b: Given & { readonly arn: string } = { arn: role('B'), id: 'b' };
export const unspecified: Attachment = { kind: 'unspecified' };

export interface Setting {
  readonly config?: object;
  readonly attachment?: Attachment;
  readonly now?: string;
  readonly updatedAt?: string;
  readonly declared?: string;
}

export function matcherOf(
  files: readonly FiledReading[],
  { config, now = '2026-11-24T12:00:00Z', declared }: Setting,
): PolicyMatcher {
  const reading = config === undefined ? undefined : readConfig(JSON.stringify(config, null, 1));
  assert.ok(reading?.kind !== 'unreadable', JSON.stringify(reading));
  return createPolicyMatcher({
    index: createFindingsIndex(files, Date.parse(now), () => declared),
    config: reading && { file: '.iam-refine.json', config: reading.config },
    catalogue: builtIn,
    now: Date.parse(now),
    staleAfterDays: 90,
    minimumAgeDays: 30,
  });
}

/** The match of the policy `/w/<path>`. */
export function evidence(path: string, files: readonly FiledReading[], setting: Setting = {}): FindingMatch {
  const segments = path.split('/');
  const file = { segments, folder: ['/w', ...segments.slice(0, -1)].join('/'), pathInConfig: path };
  const updatedAt = setting.updatedAt === undefined ? undefined : Date.parse(setting.updatedAt);
  return matcherOf(files, setting).ofFile(file, { attachment: setting.attachment ?? unspecified, updatedAt });
}

/** A match in short: the findings that apply and why, the principals that may be meant, or what blocks. */
export function said(found: FindingMatch): unknown {
  switch (found.kind) {
    case 'matched': {
      const ids = found.findings.map(({ finding, places: [place] }) => finding.id ?? place.file).join(' and ');
      return `${ids} ${inWords(found.why)}${found.unusedRole === undefined ? '' : `; role: ${found.unusedRole.id}`}`;
    }
    case 'blocked':
      return found.candidates?.map(({ arn }) => arn) ?? `${found.code}: ${inWords(found.reason)}`;
    case 'unmatched':
      return inWords(found.reason) ===
        'neither the file nor a folder above it is named after a principal with a finding'
        ? 'none'
        : `none: ${inWords(found.reason)}`;
  }
}

/** The unused actions by service: names, or `*` for the service as a whole. */
export function mayGo(found: FindingMatch): unknown {
  assert.ok(found.kind === 'matched', JSON.stringify(found));
  return Object.fromEntries(
    [...found.unused]
      .filter(([, { actions }]) => actions?.size !== 0)
      .map(([service, { actions }]) => [service, actions === undefined ? '*' : [...actions.values()]]),
  );
}
