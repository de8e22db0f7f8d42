/**
 * Findings inside of values that hold none in a place where they are read. What such a file says is not known, so
 * nothing of it is used.
 */
import { isRecord, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { decode } from './decode.ts';
import { isShortEntry, shortened } from './unusedEntries.ts';

/**
 * A value that others stand in, and how far it was looked through: from its end, because that needs no list of what is
 * left.
 */
type Container = (
  | { readonly kind: 'list'; readonly value: readonly unknown[] }
  | { readonly kind: 'object'; readonly value: JsonRecord; readonly keys: readonly string[] }
) & { left: number };

/**
 * What a text holds that is a finding, a report or an entry of either, encoded as one: so messages of SNS and SQS are
 * put in envelopes.
 */
const encodedEvidence = /finding[_-]?(?:details|type)|service[_-]?namespace|services[_-]?last[_-]?accessed/i;

/**
 * Why a value cannot be used in which no finding was found: one stands deeper in it, or in a text. O(size of the
 * value), however deep it is; what is held beside the value is no more than it is deep.
 */
export function misplacedIn(value: unknown): Message | undefined {
  if (isEncoded(value)) return say('a finding stands in {0}, where none is read', say('a text'));
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
    if (isEvidence(member) || isEncoded(member))
      return say('a finding stands in {0}, where none is read', pathOf(open));
    enter(member);
  }
  return undefined;
}

/** `undefined` for a value in which nothing stands. */
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
  return typeof value === 'string' && encodedEvidence.test(value);
}

/** May it say something of a principal, or of what is unused? */
function isEvidence(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind } = decode(value);
  return kind === 'finding' || kind === 'unreadable' || kind === 'closed' || kind === 'counted' || isShortEntry(value);
}

/** Of a deep one the beginning. */
const mostKeys = 4;

function pathOf(open: readonly Container[]): string {
  const first = open.slice(0, mostKeys).map(keyAt).join('.');
  return shortened(open.length > mostKeys ? `${first}…` : first);
}
