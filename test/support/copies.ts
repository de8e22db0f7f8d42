/** Copies of one finding as several tools print them, and what can be removed because of them. */
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { inEnglish } from './inEnglish.ts';
import { evidence, mayGo, said, unusedIn } from './matching.ts';

export const role = 'arn:aws:iam::123456789012:role/A';
export const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`;
export const at = (analyzed: unknown, updated: unknown = analyzed): object => ({
  analyzedAt: analyzed,
  updatedAt: updated,
});
export const far = '9999-01-01T00:00:00Z';

export const copy = (actions: readonly string[], fields: object): object => ({
  id: 'f',
  resource: role,
  status: 'ACTIVE',
  findingType: 'UnusedPermission',
  findingDetails: [unusedIn('s3', ...actions)],
  ...fields,
});
/** The finding as `list-findings-v2` prints it. */
export const summary = (fields: object): object => ({ findings: [{ ...copy([], fields), findingDetails: undefined }] });
export const event = (fields: object): object => {
  const { id: findingId, findingDetails: _, ...detail } = copy([], fields) as { id: string; findingDetails: unknown };
  return { source: 'aws.access-analyzer', detail: { findingId, ...detail } };
};
export const securityHub = (UpdatedAt: string): object => ({
  Findings: [
    {
      RecordState: 'ACTIVE',
      UpdatedAt,
      ProductFields: { findingId: 'f', findingType: 'UnusedPermission' },
      Resources: [{ Id: role }],
    },
  ],
});
export const failed = (fields: object): object => ({ ...copy([], fields), error: 'ACCESS_DENIED' });
export const other: object = copy(['Get', 'Put'], { id: 'other', ...at(day(1)) });

/** What can be removed from a policy of the role, or why nothing can. */
export const outcome = (values: readonly unknown[]): unknown => {
  const files = values.map((value, i) => ({
    file: `/w/f/${i + 1}.json`,
    reading: readFindings(JSON.stringify(value)),
  }));
  const found = evidence('A.json', files);
  return found.kind === 'matched' ? [mayGo(found), inEnglish(found.stale) ?? null] : said(found);
};

export const closed = (fields: object): object => ({ ...copy([], fields), status: 'ARCHIVED' });
