/** Input for the laws: real texts, damaged as text and as JSON. */
import * as fc from 'fast-check';

/** Texts that often cause trouble. */
const poison = fc.constantFrom(
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '//',
  '/*',
  '*/',
  '\r',
  '\n',
  '\uFEFF',
  '\u0000',
  '\uD800',
  '\\ud800',
  'null',
  '1e999',
  '-',
  '*',
  '?',
  '"__proto__":',
  '"constructor":',
  '"Statement":',
  '"Action":[]',
  '"Action":"s3:*?*?*?*",',
  '"Effect":"Allow",',
  'é',
  '💥',
  '"actions":null,',
  '"nextToken":"t",',
  '\n- ',
  ': ',
  ' #',
  '&a ',
  '*a',
  '<<: *a\n',
  '!If ',
  '!x ',
  ' |\n',
  '>-\n',
  '\n---\n',
  "'",
  '\t',
  '? ',
  '${',
  '%{ if x }',
  '$${',
  '<<EOF\n',
  '<<-X\n',
  '\nEOF\n',
  '= ',
  '(',
  ')',
  'jsonencode(',
  'concat([], ',
  'statement {\n',
  'dynamic "statement" {\n',
  'actions = []\n',
  'for_each = x\n',
);

interface Cut {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
  /** Insert a part of the same text, from this place. */
  readonly from?: number | undefined;
}

/** From 0 to 1, evenly distributed. Nine in ten numbers of `fc.double` are close to 0. */
const share = fc.nat({ max: 10_000 }).map((part) => part / 10_000);

const cut: fc.Arbitrary<Cut> = fc.record({
  at: share,
  remove: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat({ max: 3 }) },
    { weight: 1, arbitrary: fc.nat({ max: 400 }) },
  ),
  insert: fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 2, arbitrary: poison }),
  from: fc.option(share, { nil: undefined, freq: 2 }),
});

function withCut(text: string, { at, remove, insert, from }: Cut): string {
  const offset = Math.floor(at * text.length);
  const source =
    from === undefined ? insert : text.slice(Math.floor(from * text.length), Math.floor(from * text.length) + 60);
  return text.slice(0, offset) + source + text.slice(offset + remove);
}

/** A change to a JSON value, at a place in it. */
interface Change {
  readonly at: number;
  readonly kind: 'remove' | 'repeat' | 'replace' | 'rename' | 'wrap' | 'twice';
  /** A value, or a new key. */
  readonly value: unknown;
}

const key = fc.constantFrom(
  '__proto__',
  'constructor',
  'Statement',
  'Action',
  'NotAction',
  'Effect',
  'actions',
  'resource',
  'status',
  'x',
);
const value: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1.5,
  '',
  '*',
  's3:*',
  's3:Get*',
  'Allow',
  'ACTIVE',
  [],
  {},
  ['s3:Get*'],
  { Effect: 'Allow', Action: '*', Resource: '*' },
);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ at: share, kind: fc.constantFrom('remove', 'repeat', 'wrap', 'twice'), value }),
  fc.record({ at: share, kind: fc.constant('replace'), value }),
  fc.record({ at: share, kind: fc.constant('rename'), value: key }),
);

/** A JSON value as a tree, in which an object may have a duplicate key. */
type Tree =
  | { readonly kind: 'list' | 'object'; readonly children: readonly Child[] }
  | { readonly kind: 'leaf'; readonly text: string };

interface Child {
  /** Empty for an element of a list. */
  readonly key: string;
  readonly value: Tree;
}

function treeOf(json: unknown): Tree {
  if (Array.isArray(json)) return { kind: 'list', children: json.map((item) => ({ key: '', value: treeOf(item) })) };
  if (typeof json !== 'object' || json === null) return { kind: 'leaf', text: JSON.stringify(json) };
  return { kind: 'object', children: Object.entries(json).map(([name, item]) => ({ key: name, value: treeOf(item) })) };
}

const childrenOf = (tree: Tree): readonly Child[] => (tree.kind === 'leaf' ? [] : tree.children);
const sizeOf = (tree: Tree): number => childrenOf(tree).reduce((sum, child) => sum + sizeOf(child.value), 1);

function textOf(tree: Tree): string {
  if (tree.kind === 'leaf') return tree.text;
  if (tree.kind === 'list') return `[${tree.children.map((child) => textOf(child.value)).join(',')}]`;
  return `{${tree.children.map((child) => `${JSON.stringify(child.key)}:${textOf(child.value)}`).join(',')}}`;
}

/** The tree with a change at the node with this index. The root has the index 0. */
function changedAt(tree: Tree, index: number, made: Change): Tree {
  if (index === 0) return made.kind === 'wrap' ? treeWith(tree) : made.kind === 'replace' ? treeOf(made.value) : tree;
  if (tree.kind === 'leaf') return tree;
  let first = 1;
  const children = tree.children.flatMap((child) => {
    const at = index - first;
    const size = sizeOf(child.value);
    first += size;
    if (at === 0) return changedChild(child, made);
    return at > 0 && at < size ? [{ ...child, value: changedAt(child.value, at, made) }] : [child];
  });
  return { kind: tree.kind, children };
}

const treeWith = (tree: Tree): Tree => ({ kind: 'list', children: [{ key: '', value: tree }] });

function changedChild(child: Child, made: Change): Child[] {
  switch (made.kind) {
    case 'remove':
      return [];
    case 'repeat':
      return [child, child];
    case 'twice':
      return [child, { ...child, value: treeOf(made.value) }];
    case 'rename':
      return [{ ...child, key: String(made.value) }];
    case 'replace':
    case 'wrap':
      return [{ ...child, value: changedAt(child.value, 0, made) }];
  }
}

/** The encodings of a text: line ends, a byte order mark, two bytes per character. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => `\uFEFF${text}`,
  (text) => text.split('').join('\0'),
];

/** A real JSON text, in most cases damaged in a few places, as text or as JSON, or encoded in another way. */
export function broken(texts: readonly string[]): fc.Arbitrary<string> {
  const real = fc.constantFrom(...texts);
  return fc.oneof(
    { weight: 5, arbitrary: brokenInPlaces(texts) },
    { weight: 1, arbitrary: real.map((text) => JSON.stringify(JSON.parse(text), null, '\t')) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(real, fc.array(change, { minLength: 1, maxLength: 4 }), fc.constantFrom(undefined, 2))
        .map(([text, changes, indent]) => restructured(text, changes, indent)),
    },
  );
}

/** The same for texts that are not JSON: cut, and in other encodings. */
export function brokenInPlaces(texts: readonly string[]): fc.Arbitrary<string> {
  const real = fc.constantFrom(...texts);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(real, fc.array(cut, { maxLength: 4 })).map(([text, cuts]) => cuts.reduce(withCut, text)),
    },
    { weight: 1, arbitrary: fc.tuple(real, fc.constantFrom(...spellings)).map(([text, spell]) => spell(text)) },
  );
}

function restructured(text: string, changes: readonly Change[], indent: number | undefined): string {
  const tree = changes.reduce(
    (now, made) => changedAt(now, Math.floor(made.at * sizeOf(now)), made),
    treeOf(JSON.parse(text)),
  );
  const written = textOf(tree);
  // Formatted here, because `JSON.parse` would lose duplicate keys.
  return indent === undefined ? written : written.replaceAll(/([[{,])(?=["[{])/g, `$1\n${' '.repeat(indent)}`);
}
