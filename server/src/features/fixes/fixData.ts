import { isRecord } from '../../../../core/src/text/index.ts';
import type { PolicyPlace } from '../../../../core/src/index.ts';
import { isIndex } from '../../lsp/convert.ts';

/** What a code action changes. */
export type Fix =
  /** `includesUntracked`: also what stays because a service that is unused as a whole says nothing about it. */
  | ({ readonly kind: 'entry'; readonly includesUntracked?: true } & Required<PolicyPlace>)
  | ({ readonly kind: 'statement' } & PolicyPlace)
  /** The whole file, but for policies with a doubtful finding: it may run on every save. */
  | { readonly kind: 'fix-all' }
  /** The whole file in the fewest characters. */
  | { readonly kind: 'compact' }
  /** An action that is spelled wrong. */
  | ({ readonly kind: 'spelling' } & Required<PolicyPlace>)
  /** Writes into `.iam-refine.json` whose finding applies. */
  | { readonly kind: 'pin'; readonly policy: number; readonly principal: string };

/** What a code action carries instead of its edit, which is made when it is chosen. */
export interface FixData {
  readonly uri: string;
  /** Of the document, when it was offered. */
  readonly version: number;
  readonly fix: Fix;
  /** A mark of what stood there and of what was to become of it: the offer holds as long as that is the same. */
  readonly offered: string;
}

/** A code action's `data` as it comes back from a client, or `undefined` when it is not of our making. */
export function readFixData(data: unknown): FixData | undefined {
  if (!isRecord(data)) return undefined;
  const { uri, version, offered } = data;
  const fix = readFix(data['fix']);
  if (typeof uri !== 'string' || !Number.isSafeInteger(version) || typeof offered !== 'string' || fix === undefined)
    return undefined;
  return { uri, version: Number(version), fix, offered };
}

function readFix(fix: unknown): Fix | undefined {
  if (!isRecord(fix)) return undefined;
  const { kind, policy, principal } = fix;
  switch (kind) {
    case 'fix-all':
    case 'compact':
      return { kind };
    case 'pin':
      return isIndex(policy) && typeof principal === 'string' ? { kind, policy, principal } : undefined;
    case 'statement':
    case 'entry':
    case 'spelling':
      return readPlaced(kind, fix);
    default:
      return undefined;
  }
}

/** One of a statement or of an entry. */
function readPlaced(kind: 'statement' | 'entry' | 'spelling', fix: Readonly<Record<string, unknown>>): Fix | undefined {
  const statement = readStatement(fix);
  if (kind === 'statement') return statement && { kind, ...statement };
  const place = readEntry(fix);
  return (
    place && {
      kind,
      ...place,
      ...(kind === 'entry' && fix['includesUntracked'] === true ? { includesUntracked: true } : {}),
    }
  );
}

function readStatement({ policy, statement }: Readonly<Record<string, unknown>>): PolicyPlace | undefined {
  return isIndex(policy) && isIndex(statement) ? { policy, statement } : undefined;
}

function readEntry(fix: Readonly<Record<string, unknown>>): Required<PolicyPlace> | undefined {
  const place = readStatement(fix);
  const { entry } = fix;
  return place !== undefined && isIndex(entry) ? { ...place, entry } : undefined;
}
