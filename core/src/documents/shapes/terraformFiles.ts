/** The files that a Terraform configuration names: by `file("…")`, `templatefile("…", …)`, and as paths in strings. */
import { quotedEnd } from '../hcl/template.ts';
import { pathGivenTo, pathMadeBy } from './computedPaths.ts';
import { patternOf } from './computedText.ts';

/** A path in a configuration. */
export interface NamedFile {
  /** Without `.` and `..` as far as possible, with `*` for what is computed. */
  readonly path: string;
  /**
   * Where the path starts: at the folder of the module; at the folder in which Terraform runs, which is that of the module
   * or one above; at the folder of the root module, which the path names; or anywhere, because its start is computed.
   */
  readonly from: 'module' | 'working' | 'root' | 'anywhere';
  /** The value is the text of the file, and nothing else. */
  readonly isWhole: boolean;
}

/** A search for words that saves a look at texts and values that name no file. */
export const mayNameFile: RegExp =
  /\b(?:file|filebase64|fileset|templatefile)\s*\(|\bpath\.(?:module|root|cwd)\b|\.(?:jsonc?|t[fm]?pl|tftpl|template|policy|j2|ya?ml)(?=\\?"|$)/i;

const call = /\b(file|filebase64|fileset|templatefile)\s*\(\s*/;
const calls = new RegExp(call, 'g');
const makingCalls = /\b(join|format|formatlist)\s*\(\s*/g;
const wholeCall = /^\$\{\s*(file|templatefile)\s*\(\s*(?=")/;

/** The files that a value names. `value`: a string, or an expression as `${…}`. O(length). */
export function filesNamedIn(value: string): readonly NamedFile[] {
  if (!mayNameFile.test(value)) return [];
  const made = pathsMadeIn(value);
  if (!isCall(value))
    return [value, ...(value.includes('${') ? stringsIn(value) : []), ...made]
      .filter(isPath)
      .map((path) => placed(path, false));
  const whole = wholePath(value);
  const paths = stringsIn(value).filter((text) => text !== whole && /[./]/.test(text) && !/\s/.test(patternOf(text)));
  return [
    ...(whole === undefined ? [] : [placed(whole, true)]),
    ...[...paths, ...made.filter(isPath), ...pathsComputedIn(value)].map((path) => placed(path, false)),
  ];
}

/** The files that a text which cannot be parsed may name, by the last parts of their paths. */
export function filesNamedInBroken(text: string): readonly NamedFile[] {
  const names = Array.from(text.matchAll(/[\w.-]+\.[\w-]+(?=\\?")/g), ([name]) => name);
  return [...new Set(names)].map((name) => ({ path: `*/${name}`, from: 'anywhere', isWhole: false }));
}

function isCall(value: string): boolean {
  return value.includes('${') && call.test(value);
}

/** The path of the one file whose text the value is. */
function wholePath(value: string): string | undefined {
  const [start, name] = wholeCall.exec(value) ?? [];
  if (start === undefined) return undefined;
  const end = quotedEnd(value, start.length);
  if (end === undefined) return undefined;
  const path = value.slice(start.length + 1, end - 1);
  const isClosed = name === 'file' ? /^\s*\)\s*\}$/.test(value.slice(end)) : isOneCall(value, end);
  return isClosed && !path.includes('\\') && !placed(path, true).path.includes('*') ? path : undefined;
}

/** Does the call that an offset is in end at the end of the value? */
function isOneCall(value: string, from: number): boolean {
  let depth = 1;
  for (let at = from; at < value.length; at++) {
    const sign = value[at] ?? '';
    if (sign === '"') {
      const end = quotedEnd(value, at);
      if (end === undefined) return false;
      at = end - 1;
    } else if (/[([{]/.test(sign)) depth++;
    else if (/[)\]}]/.test(sign)) {
      if (--depth === 0) return sign === ')' && /^\)\s*\}$/.test(value.slice(at));
    } else if (sign === '#' || /^(?:\/[/*]|<<)/.test(value.slice(at, at + 2))) return false;
  }
  return false;
}

/** The strings of an expression, as they are written. */
function stringsIn(value: string): readonly string[] {
  const found: string[] = [];
  for (let at = value.indexOf('"'); at >= 0; at = value.indexOf('"', at)) {
    const end = quotedEnd(value, at) ?? value.length;
    found.push(value.slice(at + 1, end - 1));
    at = end;
  }
  return found;
}

/** The paths that functions make of parts. */
function pathsMadeIn(value: string): readonly string[] {
  if (!value.includes('${')) return [];
  return Array.from(value.matchAll(makingCalls), ({ index, 0: { length }, 1: name = '' }) =>
    pathMadeBy(name, value, index + length),
  );
}

/** The paths of the files that functions read, where these are no strings. */
function pathsComputedIn(value: string): readonly string[] {
  return Array.from(value.matchAll(calls)).flatMap(({ index, 0: { length }, 1: name = '' }) =>
    name !== 'fileset' && isStringAlone(value, index + length) ? [] : [pathGivenTo(name, value, index + length)],
  );
}

function isStringAlone(value: string, at: number): boolean {
  const end = value[at] === '"' ? quotedEnd(value, at) : undefined;
  return end !== undefined && /^\s*[,)]/.test(value.slice(end, end + 100));
}

/** Is a string a path that somebody may read a file by? Most strings with a slash or a dot are none. */
function isPath(value: string): boolean {
  const pattern = patternOf(value);
  if (value.length > longestPath || /\s/.test(pattern) || /^\$\{\s*(?:data\.)?aws_/.test(value)) return false;
  return /^\$\{\s*path\.\w+\s*\}/.test(value) || ofPolicies.test(pattern);
}

const longestPath = 500;
const ofPolicies = /(?:^|[/*])[^/]*\.(?:json|jsonc|tpl|tftpl|tmpl|template|policy|j2|ya?ml)$/i;

function placed(template: string, isWhole: boolean): NamedFile {
  const [, base, rest = template] = /^\$\{\s*path\.(module|root|cwd)\s*\}\/+(.*)$/s.exec(template) ?? [];
  const pattern = patternOf(rest.replaceAll(/\\./g, '*'));
  const inside = normalised(pattern);
  const path = base === undefined && pattern.startsWith('/') && !inside.startsWith('*') ? `/${inside}` : inside;
  if (/^[*/~]/.test(path)) return { path, from: 'anywhere', isWhole };
  return { path, from: base === undefined ? 'working' : base === 'module' ? 'module' : 'root', isWhole };
}

/**
 * A path without `.`, and without `..` as far as possible. A computed part may have any number of folders, so of one that
 * `..` follows nothing is known.
 */
export function normalised(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    const last = names.at(-1) ?? '..';
    if (name === '..' && last.includes('*')) names.splice(0, names.length, '*');
    else if (name === '..' && last !== '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  return names.join('/');
}
