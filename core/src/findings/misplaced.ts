/** Findings inside of values that hold none in a place where they are read. What such a file says is not known, so nothing of it is used. */
import { isRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { decode } from './decode.ts';
import { isShortEntry, shortened } from './unusedEntries.ts';

/** A part of a value, and where it stands. */
interface Part {
  readonly value: unknown;
  readonly key: string;
  readonly around: Part | undefined;
}

/** What a text holds that is a finding, a report or an entry of either, encoded as one: so messages of SNS and SQS are put in envelopes. */
const encodedEvidence = /finding[_-]?(?:details|type)|service[_-]?namespace|services[_-]?last[_-]?accessed/i;

/** Why a value cannot be used in which no finding was found: one stands deeper in it, or in a text. O(size of the value), however deep it is. */
export function misplacedIn(value: unknown): Message | undefined {
  const parts: Part[] = [{ value, key: '', around: undefined }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part.around !== undefined && isEvidence(part.value)) return say('a finding stands in {0}, where none is read', pathOf(part));
    const { value: inside } = part;
    if (isEncoded(inside))
      return say('a finding stands in {0}, where none is read', part.around === undefined ? say('a text') : pathOf(part));
    if (typeof inside !== 'object' || inside === null) continue;
    for (const [key, member] of Object.entries(inside))
      if ((typeof member === 'object' && member !== null) || isEncoded(member)) parts.push({ value: member, key, around: part });
  }
  return undefined;
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

function pathOf(part: Part): string {
  const keys: string[] = [];
  for (let at: Part | undefined = part; at?.around !== undefined; at = at.around) keys.push(at.key);
  const first = keys.toReversed().slice(0, mostKeys);
  return shortened(keys.length > mostKeys ? `${first.join('.')}…` : first.join('.'));
}
