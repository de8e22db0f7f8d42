/** The texts that a computed value of Terraform may be, as patterns in which `*` is any text. */
import { commentEnd, quotedEnd } from '../hcl/template.ts';
import { patternOf } from './computedText.ts';

/**
 * The texts that are written in a value or put together in it. Rather too many, such as those that it compares. Empty for
 * what is computed of nothing but references. `value`: as a template. O(length), for each level of nested strings.
 */
export function textsComputedIn(value: string, depth = 0): readonly string[] {
  const pattern = patternOf(value).replaceAll(verb, '*').replaceAll(/\*+/g, '*');
  if (pattern !== '*') return pattern === '' ? [] : [pattern];
  const strings = depth > deepest ? undefined : quotedIn(value);
  if (strings === undefined) return ['*'];
  const texts = strings.flatMap((inside) => textsComputedIn(inside, depth + 1));
  return texts.some((text) => /\w/.test(text)) ? [...texts, ...joinedIn(value)] : texts;
}

/** Nobody nests strings in strings deeper. */
const deepest = 8;

/** A verb of `format`. */
const verb = /%[-+ #0-9.[\]*]*[a-z]/gi;

/** The insides of the quoted strings of an expression, as templates; `undefined` if that is not clear. */
function quotedIn(value: string): readonly string[] | undefined {
  const found: string[] = [];
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '"') {
      const end = quotedEnd(value, at);
      if (end === undefined) return undefined;
      found.push(value.slice(at + 1, end - 1).replaceAll(/\\u([\da-f]{4})/gi, (_, hex: string) => letter(hex)));
      at = end - 1;
    } else if (value.startsWith('<<', at)) return undefined;
    else at = Math.max(at, (commentEnd(value, at) ?? value.length) - 1);
  }
  return found;
}

function letter(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** The texts that calls in an expression put together of others. */
function joinedIn(value: string): readonly string[] {
  if (!changing.test(value)) return [];
  const joined = Array.from(value.matchAll(plainJoin));
  const others = value.replaceAll(plainJoin, '');
  return [
    ...joined.map(({ 1: sign = '', 2: list = '' }) => {
      const parts = list.split(',').map((part) => plainText.exec(part)?.[1] ?? '*');
      return parts.join(sign).replaceAll(/\*+/g, '*');
    }),
    ...(changing.test(others) ? ['*'] : []),
  ];
}

/** What gives another text than those in it, up to upper and lower case: calls, and interpolations side by side. */
const changing =
  /\}[$%]\{|\b(?:join|replace|substr|trim\w*|strrev|regex\w*|split|templatestring|chomp|indent)\s*\(|\b\w+decode\s*\(\s*(?:"|<<)|\bformat(?:list)?\s*\(\s*"(?:%[^a-z"]*[a-z])+"/i;
const plainJoin = /\bjoin\s*\(\s*"([\w+=,.@/-]*)"\s*,\s*\[([^[\](){}]*)\]\s*\)/g;
const plainText = /^\s*"([\w+=,.@/-]*)"\s*$/;
