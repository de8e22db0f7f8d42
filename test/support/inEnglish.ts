/** Messages as English text. */
import { inWords, isRecord, type Message } from '../../core/src/text/index.ts';

/** The value with its messages as English text, to compare it with what people read. */
export function inEnglish(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inEnglish);
  if (!isRecord(value) || value instanceof Map || value instanceof Set) return value;
  if (isMessage(value)) return inWords(value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inEnglish(part)]));
}

function isMessage(value: object): value is Message {
  return 'says' in value && typeof value.says === 'string' && 'gaps' in value && Array.isArray(value.gaps);
}
