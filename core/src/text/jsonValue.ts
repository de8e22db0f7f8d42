/** Unchecked JSON values, as `JSON.parse` returns them. */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; `undefined` for any other text, because JSON has no such value. */
export function jsonValueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The elements of a list; empty for any other value. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value if it is a string; `undefined` for any other value. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** All strings in a value, at any depth, including the names of members. */
export function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const parts: unknown[] = [value];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (typeof part === 'string') texts.push(part);
    if (typeof part !== 'object' || part === null) continue;
    for (const [name, member] of Object.entries(part).toReversed()) {
      if (!Array.isArray(part)) texts.push(name);
      if (member !== undefined && member !== null) parts.push(member);
    }
  }
  return texts;
}
