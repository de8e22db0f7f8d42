/** Findings inside of values that hold none in a place where they are read. What such a file says is not known, so nothing of it is used. */
import { isRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { decode } from './decode.ts';
import { isShortEntry, shortened } from './unusedEntries.ts';

/** A value that others stand in, and how far it was looked through: from its end, because that needs no list of what is left. */
interface Container {
  readonly value: object;
  /** Of an object; absent of a list. */
  readonly keys: readonly string[] | undefined;
  left: number;
}

/** What a text holds that is a finding, a report or an entry of either, encoded as one: so messages of SNS and SQS are put in envelopes. */
const encodedEvidence = /finding[_-]?(?:details|type)|service[_-]?namespace|services[_-]?last[_-]?accessed/i;

/**
 * Why a value cannot be used in which no finding was found: one stands deeper in it, or in a text. O(size of the value), however deep it is; what
 * is held beside the value is no more than it is deep.
 */
export function misplacedIn(value: unknown): Message | undefined {
  if (isEncoded(value)) return say('a finding stands in {0}, where none is read', say('a text'));
  const open: Container[] = isContainer(value) ? [containerOf(value)] : [];
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    if (at.left === 0) {
      open.pop();
      continue;
    }
    at.left--;
    const member: unknown = Reflect.get(at.value, keyAt(at));
    if (isEvidence(member) || isEncoded(member)) return say('a finding stands in {0}, where none is read', pathOf(open));
    if (isContainer(member)) open.push(containerOf(member));
  }
  return undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function containerOf(value: object): Container {
  if (Array.isArray(value)) return { value, keys: undefined, left: value.length };
  const keys = Object.keys(value);
  return { value, keys, left: keys.length };
}

function keyAt({ keys, left }: Container): string {
  return keys === undefined ? String(left) : (keys[left] ?? '');
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
