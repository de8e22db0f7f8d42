/** Writes JSON values as YAML in any style, with comments. */
import { isList, isObject, twin, type Json, type JsonObject } from './json.ts';

/** A choice between `count` possibilities: an index. */
export type Choose = (count: number) => number;

/**
 * - `entry`: on the line of an action, so it goes with it.
 * - `statement`: inside of a statement.
 * - `line`: on a line of its own in a list of actions, or around everything.
 */
export interface WrittenComment {
  readonly text: string;
  readonly kind: 'entry' | 'statement' | 'line';
  readonly sid: string | undefined;
  readonly action: string | undefined;
}

export interface WrittenYaml {
  readonly text: string;
  readonly comments: readonly WrittenComment[];
}

interface Writer {
  readonly choose: Choose;
  readonly comments: WrittenComment[];
  /** The statement around. */
  readonly sid: string | undefined;
  readonly isInActions: boolean;
}

/** Writes a value as a document, or as one of several. */
export function writeYaml(value: Json, choose: Choose): WrittenYaml {
  const writer: Writer = { choose, comments: [], sid: undefined, isInActions: false };
  const [first = '', ...rest] = linesOf(value, writer, true);
  const lines = [...ownLine(0, writer), first, ...rest, ...ownLine(0, writer)];
  const start = [[], ['---'], ['--- # start'], ['other: document', '---']][choose(4)] ?? [];
  const lineEnd = choose(4) === 0 ? '\r\n' : '\n';
  const text = [...start, ...lines].join(lineEnd) + (choose(3) === 0 ? '' : lineEnd);
  return { text, comments: writer.comments };
}

function comment(kind: WrittenComment['kind'], { comments, sid }: Writer, action?: string): string {
  const text = `# c${comments.length}; "no" [string: 'x'`;
  comments.push({ text, kind, sid, action });
  return text;
}

/** Sometimes a comment on a line of its own. */
function ownLine(indent: number, writer: Writer): string[] {
  if (writer.choose(9) !== 0) return [];
  const kind = writer.isInActions || writer.sid === undefined ? 'line' : 'statement';
  return [`${' '.repeat(indent)}${comment(kind, writer)}`];
}

/** Sometimes a comment behind a value. */
function behind(writer: Writer, value: Json): string {
  if (writer.choose(6) !== 0) return '';
  const action = writer.isInActions && typeof value === 'string' ? value : undefined;
  return ` ${comment(action === undefined ? 'statement' : 'entry', writer, action)}`;
}

/** The lines of a value, the first without indentation. `mayBlock`: it may be a block collection. */
function linesOf(value: Json, writer: Writer, mayBlock: boolean): string[] {
  const call = callOf(value);
  if (call !== undefined && writer.choose(2) === 0) return shortForm(call, writer);
  if (isList(value) && value.length > 0 && mayBlock && writer.choose(4) > 0) return listLines(value, writer);
  if (isObject(value) && mayBlock && writer.choose(6) > 0) return mapLines(value, writer);
  return flowLines(value, writer).map((line, i) => (i === 0 ? line : `  ${line}`));
}

interface Call {
  readonly name: string;
  readonly argument: Json;
}

/** An intrinsic function with a short form. */
function callOf(value: Json): Call | undefined {
  if (!isObject(value)) return undefined;
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (name === undefined || argument === undefined || others.length > 0) return undefined;
  return name === 'Ref' || name === 'Fn::If' ? { name, argument } : undefined;
}

function shortForm({ name, argument }: Call, writer: Writer): string[] {
  const tag = `!${name.replace('Fn::', '')}`;
  const lines = linesOf(argument, writer, true);
  return isBlock(argument, lines)
    ? [tag, ...lines.map((line) => `  ${line}`)]
    : [`${tag} ${lines[0]}`, ...lines.slice(1)];
}

/** Were these lines written as a block collection? */
function isBlock(value: Json, [first = '']: readonly string[]): boolean {
  if (isList(value)) return first.startsWith('-');
  return isObject(value) && !/^[[{!]/.test(first);
}

function listLines(value: readonly Json[], writer: Writer): string[] {
  const gap = [' ', ' ', '   '][writer.choose(3)] ?? ' ';
  return value.flatMap((item, i) => {
    const own = i === 0 ? [] : ownLine(writer.choose(3), writer);
    const inside = insideOf(item, writer);
    const lines = linesOf(item, inside, true);
    const last = lines.length - 1;
    const end = isBlock(item, lines) ? '' : behind(inside, item);
    const written = lines.map((line, at) => (at === last ? line + end : line));
    const indent = ' '.repeat(1 + gap.length);
    if (writer.choose(12) === 0 && !(i === 0 && own.length > 0))
      return [...own, '-', ...written.map((line) => indentLine(line, indent))];
    const [first = '', ...rest] = written;
    return [...own, `-${gap}${first}`, ...rest.map((line) => indentLine(line, indent))];
  });
}

function indentLine(line: string, indent: string): string {
  return line === '' ? '' : indent + line;
}

/** The writer inside of an element: it may be a statement. */
function insideOf(item: Json, writer: Writer): Writer {
  const sid = isObject(item) ? item['Sid'] : undefined;
  return typeof sid === 'string' ? { ...writer, sid } : writer;
}

function mapLines(value: JsonObject, outer: Writer): string[] {
  const around = insideOf(value, outer);
  return Object.entries(value).flatMap(([name, inner], i) => {
    const key = keyText(name, around);
    const writer = name === 'Action' ? { ...around, isInActions: true } : around;
    const own = i === 0 ? [] : ownLine(around.choose(3), around);
    const lines = linesOf(inner, writer, true);
    const isTagged = lines[0]?.startsWith('!') === true;
    if (isBlock(inner, lines)) {
      const indent = ' '.repeat(isList(inner) ? ([0, 2, 2, 4][writer.choose(4)] ?? 2) : 2 + 2 * writer.choose(2));
      const end = writer.choose(8) === 0 ? ` ${comment(around.sid === undefined ? 'line' : 'statement', around)}` : '';
      return [...own, `${key}:${end}`, ...lines.map((line) => indentLine(line, indent))];
    }
    const end = isTagged && lines.length > 1 ? '' : behind(writer, inner);
    const [first = '', ...rest] = lines.map((line, at) => (at === lines.length - 1 ? line + end : line));
    return [...own, `${key}: ${first}`, ...rest.map((line) => indentLine(line, '  '))];
  });
}

function keyText(name: string, { choose }: Writer): string {
  const key = name.replace(twin, '');
  return choose(5) === 0 ? JSON.stringify(key) : key;
}

/** A value in brackets or braces, sometimes on several lines. */
function flowLines(value: Json, outer: Writer): string[] {
  const writer = insideOf(value, outer);
  if (!isList(value) && !isObject(value)) return [scalar(value, writer)];
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  const parts = isList(value)
    ? value.map((item) => ({ item, lines: flowLines(item, writer), start: '' }))
    : Object.entries(value).map(([name, item]) => {
        const inside = name === 'Action' ? { ...writer, isInActions: true } : writer;
        return { item, lines: flowLines(item, inside), start: `${keyText(name, writer)}: ` };
      });
  const isLong = writer.choose(3) === 0 && parts.length > 0;
  const items = parts.map(({ item, lines, start }, i) => {
    const comma = i < parts.length - 1 || (isLong && writer.choose(3) === 0) ? ',' : '';
    const end = isLong ? behind(isList(value) ? writer : { ...writer, isInActions: false }, item) : '';
    return lines.map((line, at) => (at === 0 ? start : '') + line + (at === lines.length - 1 ? comma + end : ''));
  });
  if (isLong) return [open, ...items.flat().map((line) => `  ${line}`), close];
  const joined: string[] = [open];
  for (const [i, lines] of items.entries()) {
    const [first = '', ...rest] = lines;
    joined.push(`${joined.pop() ?? ''}${i === 0 ? '' : ' '}${first}`, ...rest);
  }
  return [...joined.slice(0, -1), `${joined.at(-1) ?? ''}${close}`];
}

function scalar(value: string | number | boolean | null, { choose }: Writer): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isPlain =
    /^[A-Za-z][\w-]*(?:::?[\w*?][\w*?-]*)?$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  const style = choose(3);
  if (style === 0 && isPlain) return value;
  return style === 1 ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;
}
