/**
 * What action strings allow, by the simplest definition: a regular expression for each string, tested on every name.
 * Shares no code with the engine.
 */

/** Does the action string allow the action `service:Name`? */
export function allows(pattern: string, action: string): boolean {
  return expressionOf(pattern).test(action);
}

/** The regular expression for an action string. It ignores letter case, for A–Z only. */
export function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${(pattern === '*' ? '*:*' : pattern).split('').map(sourceOf).join('')}$`);
}

function sourceOf(c: string): string {
  if (c === '*') return '[^:]*';
  if (c === '?') return '[^:]';
  return /[A-Za-z]/.test(c) ? `[${c.toLowerCase()}${c.toUpperCase()}]` : c.replace(/[!-/:-@[-`{-~]/, String.raw`\$&`);
}

/** The name with A–Z as a–z. */
export function folded(name: string): string {
  return name.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

/** The folded actions of the universe that one of the patterns allows. */
export function allowed(patterns: readonly string[], universe: Iterable<string>): Set<string> {
  const expressions = patterns.map(expressionOf);
  return new Set(
    [...universe].filter((action) => expressions.some((expression) => expression.test(action))).map(folded),
  );
}

export function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((item) => whole.has(item));
}

/** `a − b`. */
export function minus(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].filter((item) => !b.has(item)));
}
