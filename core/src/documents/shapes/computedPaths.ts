/** Paths that a Terraform expression computes, such as `join("/", [path.module, "p.json"])`, as far as they are literal. */
import { quotedEnd } from '../hcl/template.ts';
import { patternOf } from './computedText.ts';

/**
 * What the arguments of a function make, as a template: it may start with `${path.…}`, and has `*` for what is computed.
 * `open`: the offset behind the bracket. Longer expressions, and functions deep within functions, count as computed, so
 * that the cost is linear.
 */
export function pathMadeBy(name: string, value: string, open: number): string {
  return made(name, argumentsOf(value, open), mostDepth);
}

const mostDepth = 8;
const longest = 1000;

function argumentsOf(value: string, open: number): readonly string[] | undefined {
  return argumentsFrom(value.slice(open, open + longest), 0);
}

/** The path that the first argument of a function is, or for `fileset` the first two. */
export function pathGivenTo(name: string, value: string, open: number): string {
  const [first = '', second = ''] = argumentsOf(value, open) ?? [];
  const path = templateOf(first, mostDepth);
  return name === 'fileset' ? `${path}/${templateOf(second, mostDepth).replaceAll(/[?[{].*/gs, '*')}` : path;
}

function made(name: string, given: readonly string[] | undefined, depth: number): string {
  if (given === undefined || depth === 0) return '*';
  switch (name) {
    case 'join':
      return joinedParts(given, depth);
    case 'format':
    case 'formatlist':
      return formatted(given, depth);
    case 'abspath':
    case 'pathexpand':
      return templateOf(given[0] ?? '', depth - 1);
    default:
      return '*';
  }
}

function joinedParts([separator = '', ...lists]: readonly string[], depth: number): string {
  const between = templateOf(separator, depth - 1);
  const parts = lists.flatMap((list) => {
    const elements = list.startsWith('[') ? argumentsFrom(list, 1, list.length) : undefined;
    return elements === undefined ? ['*'] : elements.map((element) => templateOf(element, depth - 1));
  });
  return parts.join(between);
}

function formatted([format = '', ...given]: readonly string[], depth: number): string {
  const values = given.map((one) => templateOf(one, depth - 1));
  let next = 0;
  return templateOf(format, depth - 1).replaceAll(/%(%|[^a-zA-Z%]*[a-zA-Z])/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const text = values[next++];
    return (verb === 's' || verb === 'v') && !/%\W*\[/.test(format) ? (text ?? '*') : '*';
  });
}

/** An expression as a template. */
function templateOf(expression: string, depth: number): string {
  if (expression.startsWith('"')) {
    if (quotedEnd(expression, 0) !== expression.length) return '*';
    const [base = ''] = /^\$\{\s*path\.\w+\s*\}/.exec(expression.slice(1)) ?? [];
    return base + patternOf(expression.slice(1 + base.length, -1));
  }
  if (/^path\.(?:module|root|cwd)$/.test(expression)) return `\${${expression}}`;
  const [call, name = ''] = /^([a-z]\w*)\s*\(/.exec(expression) ?? [];
  if (call === undefined || depth === 0) return '*';
  return made(name, argumentsFrom(expression, call.length, expression.length), depth);
}

/**
 * The expressions between an offset and the bracket that closes it; `undefined` if that is not known. `end`: where the
 * bracket must be the last sign.
 */
function argumentsFrom(value: string, open: number, end?: number): readonly string[] | undefined {
  const found: string[] = [];
  let [depth, from] = [0, open];
  let next: number | undefined;
  for (let at = open; depth <= mostDepth; at = next) {
    next = tokenEnd(value, at);
    if (next === undefined) return undefined;
    const sign = value[at] ?? '';
    depth += stepOf(sign);
    if (depth < 0 || (depth === 0 && sign === ',')) {
      found.push(value.slice(from, at).trim());
      from = next;
    }
    if (depth < 0) return next === (end ?? next) ? found.filter((one) => one !== '') : undefined;
  }
  return undefined;
}

/** What a sign adds to the depth of brackets. */
function stepOf(sign: string): number {
  return '([{'.includes(sign) ? 1 : ')]}'.includes(sign) ? -1 : 0;
}

/** The end of a string, or of a sign; `undefined` at a comment, at a heredoc and at the end. */
function tokenEnd(value: string, at: number): number | undefined {
  if (value[at] === '"') return quotedEnd(value, at);
  return at >= value.length || /^(?:#|\/[/*]|<<)/.test(value.slice(at, at + 2)) ? undefined : at + 1;
}
