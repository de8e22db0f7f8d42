import { isRecord } from '../../../../core/src/text/index.ts';
import type { PolicyPlace } from '../../../../core/src/index.ts';
import { isIndex } from '../../lsp/convert.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

/** The change of a code action. */
export type Fix =
  /** `includesUntracked`: also removes actions about which the entry for an unused service says nothing. */
  | ({ readonly kind: 'entry'; readonly includesUntracked?: true } & Required<PolicyPlace>)
  /** `extendsNotAction`: adds what is unused to its `NotAction`. */
  | ({ readonly kind: 'statement'; readonly extendsNotAction?: true } & PolicyPlace)
  /** The whole file without policies with a doubtful finding. It may run on every save. */
  | { readonly kind: 'fix-all' }
  /** The whole file in the compact form. */
  | { readonly kind: 'compact' }
  /** Corrects a misspelled action. */
  | ({ readonly kind: 'spelling' } & Required<PolicyPlace>)
  /** Takes an action string out of the keep rules in `.iam-refine.json`. */
  | { readonly kind: 'stop-keeping'; readonly action: string }
  /** Confirms in `.iam-refine.json` who a resource is that was matched by its generated name. */
  | { readonly kind: 'confirm'; readonly policy: number; readonly resource: string }
  /** Maps the policy to a principal in `.iam-refine.json`. */
  | { readonly kind: 'pin'; readonly policy: number; readonly principal: string };

/** The data of a code action, from which its edit is made when the user chooses it. */
export interface FixData {
  readonly uri: string;
  /** The version of the document when the action was offered. */
  readonly version: number;
  readonly fix: Fix;
  /** A mark of the old and new text of the change. The offer is valid as long as both are the same. */
  readonly offered: string;
}

/** Reads the `data` of a code action that a client sends back; `undefined` if it is not from this server. */
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
  const { kind, action } = fix;
  switch (kind) {
    case 'fix-all':
    case 'compact':
      return { kind };
    case 'pin':
    case 'confirm':
      return readMapping(kind, fix);
    case 'stop-keeping':
      return typeof action === 'string' ? { kind, action } : undefined;
    case 'statement':
    case 'entry':
    case 'spelling':
      return readPlaced(kind, fix);
    default:
      return undefined;
  }
}

/** Reads a fix that maps a policy in `.iam-refine.json`. */
function readMapping(kind: 'pin' | 'confirm', { policy, principal, resource }: JsonRecord): Fix | undefined {
  if (!isIndex(policy)) return undefined;
  if (kind === 'confirm') return typeof resource === 'string' ? { kind, policy, resource } : undefined;
  return typeof principal === 'string' ? { kind, policy, principal } : undefined;
}

/** Reads a fix of a statement or an entry. */
function readPlaced(kind: 'statement' | 'entry' | 'spelling', fix: JsonRecord): Fix | undefined {
  const statement = readStatement(fix);
  if (kind === 'statement')
    return statement && { kind, ...statement, ...(fix['extendsNotAction'] === true ? { extendsNotAction: true } : {}) };
  const place = readEntry(fix);
  return (
    place && {
      kind,
      ...place,
      ...(kind === 'entry' && fix['includesUntracked'] === true ? { includesUntracked: true } : {}),
    }
  );
}

function readStatement({ policy, statement }: JsonRecord): PolicyPlace | undefined {
  return isIndex(policy) && isIndex(statement) ? { policy, statement } : undefined;
}

function readEntry(fix: JsonRecord): Required<PolicyPlace> | undefined {
  const place = readStatement(fix);
  const { entry } = fix;
  return place !== undefined && isIndex(entry) ? { ...place, entry } : undefined;
}
