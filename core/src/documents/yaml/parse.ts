/** Parses YAML: one document, or several as a list. */
import { Composer, Parser, type Document } from 'yaml';
import { tooDeep } from '../../text/json.ts';
import { say } from '../../text/message.ts';
import { placesIn } from '../../text/place.ts';
import { spanBetween, type Span } from '../../text/span.ts';
import type { SyntaxError, TreeNode } from '../../text/tree.ts';
import type { SyntaxReading } from '../syntax.ts';
import { scanTokens, type ScannedTokens } from './tokens.ts';
import { toTree } from './toTree.ts';

/** A text with its tree. */
export interface ParsedYaml extends SyntaxReading {
  readonly comments: readonly Span[];
}

/**
 * Reads every plain scalar as a string; `plainScalars.ts` decides about types. The library's own search for duplicate
 * keys takes quadratic time; whoever reads the tree looks for them where they matter.
 */
const options = { schema: 'failsafe', uniqueKeys: false, keepSourceTokens: true, resolveKnownTags: false } as const;

/** Line breaks that are none in the other version of YAML, or none to the library. */
const oddLineBreak = /\r(?!\n)|[\u0085\u2028\u2029]/;

/** Texts that were parsed last, with what was found. A check of an edit needs the tree of two texts, again and again. */
const recent: { readonly text: string; readonly parsed: WeakRef<ParsedYaml> }[] = [];
const mostRecent = 3;

/** Parses a text, unless it was parsed lately. */
export function recentlyParsed(text: string): ParsedYaml {
  return recent.find((one) => one.text === text)?.parsed.deref() ?? parseYaml(text);
}

/** Parses a text. Never throws. */
export function parseYaml(text: string): ParsedYaml {
  const parsed = parse(text);
  const kept = recent.filter((one) => one.text !== text).slice(0, mostRecent - 1);
  recent.splice(0, recent.length, { text, parsed: new WeakRef(parsed) }, ...kept);
  return parsed;
}

function parse(text: string): ParsedYaml {
  const odd = oddLineBreak.exec(text);
  if (odd !== null)
    return failed({
      span: { offset: odd.index, length: 1 },
      message: say('not every reader of YAML takes this character for a line break: use line feeds'),
    });
  try {
    const tokens = [...new Parser().parse(text)];
    const scanned = scanTokens(tokens);
    if (scanned === undefined) return failed(tooDeep);
    const documents = [...new Composer(options).compose(tokens)];
    const errors = documents.flatMap((document) => document.errors.map((error) => errorOf(error, text)));
    return { root: rootOf(documents, text, scanned), errors, directives: [], comments: scanned.comments };
  } catch (thrown) {
    return failed({
      span: { offset: 0, length: 0 },
      message: say('the text cannot be parsed: {0}', thrown instanceof Error ? thrown.message : String(thrown)),
    });
  }
}

function failed(error: SyntaxError): ParsedYaml {
  return { root: undefined, errors: [error], directives: [], comments: [] };
}

function errorOf({ pos, message }: Document['errors'][number], text: string): SyntaxError {
  const start = Math.min(pos[0], text.length);
  return { span: spanBetween(start, Math.max(start, Math.min(pos[1], text.length))), message: say('{0}', message) };
}

/** The value of the only document that has one; a list, if several have. */
function rootOf(documents: readonly Document[], text: string, { props, aliases }: ScannedTokens): TreeNode | undefined {
  const placeOf = placesIn(text);
  const aliasLines = new Map<string, number>();
  for (const { source, offset } of aliases) {
    const name = source.slice(1);
    aliasLines.set(name, Math.min(aliasLines.get(name) ?? Infinity, placeOf(offset).line));
  }
  const roots = documents.flatMap(({ contents }) =>
    contents === null ? [] : [toTree(contents, 0, { text, props, aliasLines })],
  );
  const [only, ...others] = roots.filter(({ type }) => type !== 'null');
  const root: TreeNode | undefined =
    others.length === 0 || only === undefined
      ? only
      : { type: 'array', offset: 0, length: text.length, children: [only, ...others] };
  return root && withParents(root);
}

/** Tells each node its parent, as the JSON reader does. */
function withParents(root: TreeNode): TreeNode {
  const todo = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop())
    for (const child of node.children ?? []) {
      const linked: { parent?: TreeNode | undefined } = child;
      linked.parent = node;
      todo.push(child);
    }
  return root;
}
