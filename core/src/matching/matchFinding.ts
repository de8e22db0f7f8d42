import { byCodeUnits } from '../actions/foldCase.ts';
import type { Finding, Principal } from '../findings/model.ts';

/** A finding with the file it comes from, named as the caller names files: a URI or a path, with `/` between folders. */
export interface FiledFinding {
  readonly file: string;
  readonly finding: Finding;
}

/** Which finding speaks for a policy, and how that was decided. */
export type FindingMatch =
  | { readonly kind: 'matched'; readonly by: 'path' | 'folder'; readonly finding: FiledFinding; readonly unusedRole?: Finding | undefined }
  | { readonly kind: 'ambiguous'; /** By ARN. */ readonly principals: readonly Principal[] }
  | { readonly kind: 'none' };

/**
 * The finding that speaks for the policy at `segments`: the folders from the workspace down, and the file's name.
 *
 * 1. By path: the file's stem, or a folder above it, is the name of exactly one principal; a folder named with an account id narrows. Of
 *    several findings for one principal the newest `analyzedAt` counts.
 * 2. By folder: a finding without a principal speaks for the policies of its own folder, if it is the only one there.
 *
 * `folder` is the folder of the policy, in the same form as the findings' `file`s. O(number of findings).
 */
export function matchFinding(segments: readonly string[], folder: string, findings: readonly FiledFinding[]): FindingMatch {
  const named = byPath(segments, findings);
  if (named.kind !== 'none') return named;
  const beside = findings.filter(({ file, finding }) => finding.principal === undefined && folderOf(file) === folder);
  const [only] = beside;
  return only !== undefined && beside.length === 1 ? { kind: 'matched', by: 'folder', finding: only } : { kind: 'none' };
}

function byPath(segments: readonly string[], findings: readonly FiledFinding[]): FindingMatch {
  const folders = segments.slice(0, -1);
  const names = new Set([...folders, ...stems(segments.at(-1) ?? '')]);
  const all = findings.filter(({ finding }) => finding.principal !== undefined && names.has(finding.principal.name));
  const inAccount = all.filter(({ finding }) => folders.includes(finding.principal?.account ?? ''));
  const candidates = inAccount.length > 0 ? inAccount : all;
  const newest = newestByPrincipal(candidates);
  const [only] = newest;
  if (only === undefined) return { kind: 'none' };
  if (newest.length === 1)
    return { kind: 'matched', by: 'path', finding: only, unusedRole: unusedRoleOf(only.finding.principal?.arn ?? '', candidates) };
  const principals = newest.map(({ finding }) => finding.principal).filter((principal) => principal !== undefined);
  return { kind: 'ambiguous', principals: principals.toSorted((a, b) => byCodeUnits(a.arn, b.arn)) };
}

/**
 * The findings of principals, one each: of several the one with the newest `analyzedAt`, and of equals the first. One about permissions comes
 * before one about the role, which names no actions.
 */
export function newestByPrincipal(findings: readonly FiledFinding[]): FiledFinding[] {
  const newest = new Map<string, FiledFinding>();
  for (const filed of findings) {
    const { principal } = filed.finding;
    if (principal === undefined) continue;
    const known = newest.get(principal.arn)?.finding;
    if (known === undefined || saysMore(filed.finding, known)) newest.set(principal.arn, filed);
  }
  return [...newest.values()];
}

function saysMore(finding: Finding, known: Finding): boolean {
  if (finding.about !== known.about) return finding.about === 'permissions';
  return (finding.analyzedAt ?? 0) > (known.analyzedAt ?? 0);
}

/** The newest finding that says the role of the principal is unused. */
export function unusedRoleOf(arn: string, findings: readonly FiledFinding[]): Finding | undefined {
  const [role] = newestByPrincipal(findings.filter(({ finding }) => finding.about === 'role' && finding.principal?.arn === arn));
  return role?.finding;
}

/** What a file may be named after: `MyRole.policy.json` → `MyRole.policy.json`, `MyRole.policy`, `MyRole`. Role names may hold dots. */
function stems(fileName: string): string[] {
  const parts = fileName.split('.');
  return parts.map((_, i) => parts.slice(0, parts.length - i).join('.'));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}
