/** JSON values for the laws: generated, changed at a place, written, and read back without losing duplicate keys. */
import { parseTree, type Node } from 'jsonc-parser';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export type Path = readonly (string | number)[];

/** A member whose name ends in this is written as a duplicate of the member without it. */
export const twin = '$2';

/** An object with this member is written as a string that holds the member's value. `$as` tells the encoding. */
export const asText = '$text';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A name or another short value in words. */
export function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** The value at a place; `undefined` if there is none. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined || value === undefined) return value;
  if (isList(value)) return valueAt(value[Number(key)], rest);
  return isObject(value) ? valueAt(value[key], rest) : undefined;
}

/** The value with the value at a place replaced. `by` gives the new one from the old one; `undefined` removes it. */
export function changedAt(value: Json, path: Path, by: (old: Json | undefined) => Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return by(value) ?? null;
  if (isList(value)) {
    const now = rest.length === 0 ? by(value[Number(key)]) : changedAt(value[Number(key)] ?? null, rest, by);
    const before = value.slice(0, Number(key));
    return [...before, ...(now === undefined ? [] : [now]), ...value.slice(Number(key) + 1)];
  }
  const object = isObject(value) ? value : {};
  const now = rest.length === 0 ? by(object[key]) : changedAt(object[key] ?? {}, rest, by);
  if (now === undefined) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return { ...object, [key]: now };
}

/** Every value inside a value with its place, outer before inner. */
export function placesOf(value: Json, path: Path = []): (readonly [Path, Json])[] {
  const children: (readonly [string | number, Json])[] = isList(value)
    ? value.map((item, i) => [i, item] as const)
    : isObject(value)
      ? Object.entries(value)
      : [];
  return [[path, value] as const, ...children.flatMap(([key, child]) => placesOf(child, [...path, key]))];
}

/** The text of a value as it is in a document. */
export function written(value: Json, indent?: number): string {
  return JSON.stringify(lowered(value), null, indent).replaceAll(/\$2(?=\\*":)/g, '');
}

function lowered(value: Json): Json {
  if (isList(value)) return value.map(lowered);
  if (!isObject(value)) return value;
  const inside = value[asText];
  if (inside === undefined) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lowered(item)]));
  const text = written(inside);
  if (value['$as'] === 'percent') return encodeURIComponent(text);
  return value['$as'] === 'sub' ? { 'Fn::Sub': text } : text;
}

/** The value of a text. The name of a duplicate member ends in {@link twin}. */
export function readBack(text: string): Json {
  const root = parseTree(text);
  return root === undefined ? null : plain(root);
}

function plain(node: Node): Json {
  if (node.type === 'array') return (node.children ?? []).map(plain);
  if (node.type !== 'object') return node.value as string | number | boolean | null;
  const members: Record<string, Json> = {};
  for (const { children: [key, value] = [] } of node.children ?? []) {
    const name = String(key?.value);
    if (value !== undefined) members[name in members ? name + twin : name] = plain(value);
  }
  return members;
}

/** The JSON value in a string, percent-encoded or not; `undefined` for any other value. */
export function valueInText(value: Json): Json | undefined {
  if (typeof value !== 'string' || !/^\s*(?:\{|%7B)/i.test(value)) return undefined;
  try {
    const text = /^\s*%7B/i.test(value) ? decodeURIComponent(value) : value;
    JSON.parse(text);
    return readBack(text);
  } catch {
    return undefined;
  }
}
