/**
 * Detects findings nested in places where findings are not read. Such a file is not understood, so none of its findings
 * is used.
 */
import { isRecord, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { decode } from './decode.ts';
import { isShortEntry, shortened } from './unusedEntries.ts';

/** An object or list, and `left`: how many of its values are still to be checked. They are checked from the last. */
type Container = (
  | { readonly kind: 'list'; readonly value: readonly unknown[] }
  | { readonly kind: 'object'; readonly value: JsonRecord; readonly keys: readonly string[] }
) & { left: number };

/**
 * Matches a string that holds an encoded finding, report, or entry of one: SNS and SQS put messages in their envelopes
 * as strings.
 */
const encodedFinding = /finding[_-]?(?:details|type)|service[_-]?namespace|services[_-]?last[_-]?accessed/i;

/**
 * The error for a value that is not a finding, but holds one deeper inside or in a string; `undefined` if it holds
 * none. O(size of the value) time and O(depth) memory. Not recursive, so depth is not limited.
 */
export function misplacedIn(value: unknown): Message | undefined {
  if (isEncoded(value)) return say('a finding in {0}, where findings are not read', say('a string'));
  const open: Container[] = [];
  const enter = (inside: unknown): void => {
    const container = containerOf(inside);
    if (container !== undefined) open.push(container);
  };
  enter(value);
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    if (at.left === 0) {
      open.pop();
      continue;
    }
    at.left--;
    const member = memberAt(at);
    if (mayBeFinding(member) || isEncoded(member))
      return say('a finding in {0}, where findings are not read', pathOf(open));
    enter(member);
  }
  return undefined;
}

/** `undefined` for a value that is neither a list nor an object. */
function containerOf(value: unknown): Container | undefined {
  if (Array.isArray(value)) return { kind: 'list', value, left: value.length };
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  return { kind: 'object', value, keys, left: keys.length };
}

function memberAt(at: Container): unknown {
  return at.kind === 'list' ? at.value[at.left] : at.value[keyAt(at)];
}

function keyAt(at: Container): string {
  return at.kind === 'list' ? String(at.left) : (at.keys[at.left] ?? '');
}

function isEncoded(value: unknown): boolean {
  return typeof value === 'string' && encodedFinding.test(value);
}

/** May the value be a finding, a report, or an entry of the short form? */
function mayBeFinding(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind } = decode(value);
  return kind === 'finding' || kind === 'unreadable' || kind === 'closed' || kind === 'counted' || isShortEntry(value);
}

/** The most keys of a path that a message shows. */
const mostKeys = 4;

function pathOf(open: readonly Container[]): string {
  const first = open.slice(0, mostKeys).map(keyAt).join('.');
  return shortened(open.length > mostKeys ? `${first}…` : first);
}
