/** Writes a policy in HCL: as the object that `jsonencode` takes, or as the body of `aws_iam_policy_document`. */
import { isRecord, jsonValueOf } from '../../text/jsonValue.ts';
import { spanEnd, type Span } from '../../text/span.ts';
import { member, members, type TreeNode } from '../../text/tree.ts';
import { policyAt } from '../compactSize.ts';
import { indentOfLine } from '../json/layout.ts';
import { quotedString } from './template.ts';

/**
 * Formats a policy to replace the value at a span, as `terraform fmt` does and with the indentation, keys and line ends
 * of the document. `undefined` if `policy` is not a JSON object, or if not all of it can be written in that place.
 */
export function writePolicy(policy: string, text: string, root: TreeNode | undefined, at: Span): string | undefined {
  const place = policyAt(root, at);
  const value = jsonValueOf(policy);
  if (place?.type !== 'object' || text[at.offset] !== '{' || !isRecord(value)) return undefined;
  const style = styleOf(text, place);
  const lines = member(place, 'Statement') === undefined ? bodyLines(value, place) : objectLines(value, style);
  if (lines === undefined) return undefined;
  const [start, ...others] = lines;
  const outer = indentOfLine(text, at.offset);
  return [start, ...others.map((line) => (line === '' ? '' : outer + indented(line, style.unit)))].join(style.lineEnd);
}

interface Style {
  readonly unit: string;
  readonly lineEnd: string;
  /** Are keys in quotation marks? */
  readonly isQuoted: boolean;
  readonly sign: '=' | ':';
}

function styleOf(text: string, place: TreeNode): Style {
  const outer = indentOfLine(text, place.offset);
  const [key] = members(place)[0] ?? [];
  const inner = key === undefined ? '' : indentOfLine(text, key.offset);
  return {
    unit: inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  ',
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
    isQuoted: key !== undefined && text[key.offset] === '"',
    sign: key !== undefined && /^\s*:/.test(text.slice(spanEnd(key), spanEnd(key) + 100)) ? ':' : '=',
  };
}

/** Lines are indented by tabs here, one for each level. */
function indented(line: string, unit: string): string {
  const [tabs = ''] = /^\t*/.exec(line) ?? [];
  return unit.repeat(tabs.length) + line.slice(tabs.length);
}

function deeper(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `\t${line}`));
}

/** A key and the lines of its value. */
type Argument = readonly [key: string, lines: readonly string[]];

/** Arguments, one below the other: the signs of those on neighbouring lines are aligned. */
function argumentLines(all: readonly Argument[], sign: Style['sign']): string[] {
  const runs: Argument[][] = [];
  for (const one of all) {
    const run = runs.at(-1);
    const [neighbour] = run ?? [];
    if (run !== undefined && neighbour !== undefined && isShort(one) && isShort(neighbour)) run.push(one);
    else runs.push([one]);
  }
  return runs.flatMap((run) => {
    const width = run.reduce((most, [key]) => Math.max(most, key.length), 0);
    return run.flatMap(([key, [first = '', ...others]]) => {
      const written = sign === ':' ? `${key}: ` : `${key.padEnd(width)} = `;
      return [written + first, ...others];
    });
  });
}

function isShort([, lines]: Argument): boolean {
  return lines.length === 1;
}

function objectLines(value: Readonly<Record<string, unknown>>, style: Style): string[] {
  const all = Object.entries(value).map(([key, inner]): Argument => {
    const isBare = !style.isQuoted && /^[A-Za-z_][\w-]*$/.test(key);
    return [isBare ? key : quotedString(key), valueLines(inner, style)];
  });
  if (all.length === 0) return ['{}'];
  // With colons, as in JSON, commas are usual.
  return ['{', ...deeper(style.sign === '=' ? argumentLines(all, '=') : withCommas(all)), '}'];
}

function withCommas(all: readonly Argument[]): string[] {
  return all.flatMap((one, i) => {
    const lines = argumentLines([one], ':');
    return i === all.length - 1 ? lines : lines.map((line, k) => (k === lines.length - 1 ? `${line},` : line));
  });
}

function valueLines(value: unknown, style: Style): string[] {
  if (isRecord(value)) return objectLines(value, style);
  if (!Array.isArray(value)) return [typeof value === 'string' ? quotedString(value) : JSON.stringify(value)];
  const items = value.map((item: unknown) => valueLines(item, style));
  const [only = ['']] = items;
  if (items.length < 2 && only.length === 1) return [`[${only[0] ?? ''}]`];
  return [
    '[',
    ...deeper(items.flatMap((lines) => lines.map((line, i) => (i === lines.length - 1 ? `${line},` : line)))),
    ']',
  ];
}

/** The arguments of a document and what IAM calls them. */
const argumentNames: ReadonlyMap<string, string> = new Map([
  ['Sid', 'sid'],
  ['Effect', 'effect'],
  ['Action', 'actions'],
  ['NotAction', 'not_actions'],
  ['Resource', 'resources'],
  ['NotResource', 'not_resources'],
]);

const plainStyle: Style = { unit: '\t', lineEnd: '\n', isQuoted: false, sign: '=' };

/** The body of a document; `undefined` if the policy or the document has anything else than statements. */
function bodyLines(value: Readonly<Record<string, unknown>>, place: TreeNode): string[] | undefined {
  const { Version: version, Statement: statements, ...others } = value;
  const isPlain = members(place).every(([key]) => key.value === 'statement' || key.value === 'version');
  const all: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  const blocks = all.map((statement) => (isRecord(statement) ? statementLines(statement) : undefined));
  if (!isPlain || Object.keys(others).length > 0 || blocks.includes(undefined)) return undefined;
  const isGiven = member(place, 'version') !== undefined && typeof version === 'string';
  const first = isGiven ? [[`version = ${quotedString(version)}`]] : [];
  const parts = [...first, ...blocks.map((lines = []) => lines)];
  return ['{', ...deeper(parts.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]))), '}'];
}

function statementLines(statement: Readonly<Record<string, unknown>>): string[] | undefined {
  const { Condition: condition = {}, ...others } = statement;
  const conditions = isRecord(condition) ? conditionBlocks(condition) : undefined;
  const written = Object.entries(others).map(([key, value]): Argument | undefined => {
    const name = argumentNames.get(key);
    const isText = name === 'sid' || name === 'effect';
    return name === undefined
      ? undefined
      : [name, valueLines(isText || Array.isArray(value) ? value : [value], plainStyle)];
  });
  const known = written.filter((one) => one !== undefined);
  if (conditions === undefined || known.length < written.length) return undefined;
  return block('statement', [...argumentLines(known, '='), ...conditions.flatMap((lines) => ['', ...lines])]);
}

function conditionBlocks(condition: Readonly<Record<string, unknown>>): string[][] {
  return Object.entries(condition).flatMap(([test, variables]) =>
    Object.entries(isRecord(variables) ? variables : {}).map(([variable, values]) => {
      const list = (Array.isArray(values) ? values : [values]).map(String);
      return block(
        'condition',
        argumentLines(
          [
            ['test', [quotedString(test)]],
            ['variable', [quotedString(variable)]],
            ['values', valueLines(list, plainStyle)],
          ],
          '=',
        ),
      );
    }),
  );
}

function block(name: string, lines: readonly string[]): string[] {
  return [`${name} {`, ...deeper(lines), '}'];
}
