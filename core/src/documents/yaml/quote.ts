/** Writes strings as YAML scalars. */
import { plainValue } from './plainScalars.ts';

/** Actions that mean the same without quotes, in block and flow collections and in every version of YAML. */
const plainAction = /^[A-Za-z][\w-]*:[\w*?][\w*?-]*$/;

/** An action with the quotes of the text that it replaces, or with those that it needs. */
export function writeAction(action: string, replaced: string): string {
  if (!/^[\x20-\x7E]*$/.test(action) || replaced.startsWith('"')) return JSON.stringify(action);
  return replaced.startsWith("'") || !plainAction.test(action) ? inSingleQuotes(action) : action;
}

/** A string of any content, in quotes only if it needs them. */
export function writeString(value: string): string {
  if (!/^[\x20-\x7E]*$/.test(value)) return JSON.stringify(value);
  const isPlain = /^[A-Za-z](?:[\w./*?=@+-]|:(?=\S))*$/.test(value) && isString(value);
  return isPlain ? value : inSingleQuotes(value);
}

function isString(value: string): boolean {
  const read = plainValue(value);
  return read !== 'ambiguous' && read.type === 'string';
}

function inSingleQuotes(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
