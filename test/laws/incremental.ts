/** The law about the incremental read: after an edit, it gives the same as reading the whole text. */
import assert from 'node:assert/strict';
import { parseTree, type Node } from 'jsonc-parser';
import * as fc from 'fast-check';
import { readDocument } from '../../core/src/index.ts';
import { accountDetails } from './accounts.ts';
import { written, type JsonObject } from './json.ts';
import { law, type Law } from './law.ts';
import { template } from './templates.ts';

/** Texts that are typed in place of a value, or into it. */
const typed = fc.constantFrom(
  '"s3:GetObject"',
  '"s3:Get*"',
  '"s3:PutObject", "ec2:*"',
  '["s3:*",\n "ec2:*"]',
  '"Deny"',
  '"arn:aws:iam::123456789012:policy/Shared"',
  '{ "Ref": "M" }',
  '{ "Ref": "Hidden" }',
  '{ "Fn::If": ["A", "s3:*", { "Ref": "AWS::NoValue" }] }',
  '{ "Fn::Transform": { "Name": "Mine" } }',
  '"s3:${M}"',
  'null',
  '7',
  '',
  '"',
  '}',
  ',',
  '// x\n',
  '\n',
  'x',
);

interface Typing {
  /** The value to edit, and the place in it: from 0 to 1. */
  readonly node: number;
  readonly at: number;
  readonly kind: 'replace' | 'insert' | 'remove' | 'add';
  readonly text: string;
}

/** From 0 to 1, evenly distributed, unlike `fc.double`. */
const share = fc.nat({ max: 9999 }).map((part) => part / 10_000);
export const typing: fc.Arbitrary<Typing> = fc.record({
  node: share,
  at: share,
  kind: fc.constantFrom('replace', 'replace', 'insert', 'remove', 'add', 'add'),
  text: typed,
});

/** The values of a text. Those in and around actions come several times, because most edits are made there. */
function nodesOf(node: Node, isInAction = false): Node[] {
  const children = (node.children ?? []).flatMap((child) =>
    nodesOf(child, isInAction || node.children?.[0]?.value === 'Action'),
  );
  return isInAction && node.type !== 'property'
    ? [node, node, node, node, ...children]
    : node.type === 'property'
      ? children
      : [node, ...children];
}

export function afterTyping(text: string, { node, at, kind, text: insert }: Typing): string {
  const root = parseTree(text);
  const nodes = root === undefined ? [] : nodesOf(root);
  const { offset, length } = nodes[Math.floor(node * nodes.length)] ?? { offset: 0, length: 0 };
  const inside = offset + Math.floor(at * (length + 1));
  if (kind === 'replace') return text.slice(0, offset) + insert + text.slice(offset + length);
  // Adds an element to the list, if the value is in one.
  if (kind === 'add') return `${text.slice(0, offset)}"s3:ListBucket",\n${text.slice(offset)}`;
  if (kind === 'insert') return text.slice(0, inside) + insert + text.slice(inside);
  return text.slice(0, inside) + text.slice(Math.min(inside + 1, offset + length));
}

/** After each edit, the incremental read gives the same as reading the whole text. */
function readsTheSame(document: JsonObject, indent: number | undefined, edits: readonly Typing[]): void {
  let before = { text: written(document, indent), reading: readDocument(written(document, indent)) };
  for (const edit of edits) {
    const text = afterTyping(before.text, edit);
    const reading = readDocument(text, before);
    assert.deepEqual(reading, readDocument(text), `${before.text}\n=>\n${text}`);
    before = { text, reading };
  }
}

/** A template that passes on its policies, so that their holders are not all known, and a message names the line. */
const openTemplate = template.map((document): JsonObject => ({
  ...document,
  Outputs: { M: { Value: { Ref: 'M' } }, N: { Value: { Ref: 'N' } } },
}));

export const incrementalLaws: readonly Law[] = [
  law(
    'after any edits of a template or account details, what is read is what a whole look reads',
    fc.record({
      document: fc.oneof(template, openTemplate, accountDetails),
      indent: fc.constantFrom(undefined, 1, 2),
      edits: fc.array(typing, { minLength: 1, maxLength: 4 }),
    }),
    ({ document, indent, edits }) => readsTheSame(document, indent, edits),
    120,
  ),
];
