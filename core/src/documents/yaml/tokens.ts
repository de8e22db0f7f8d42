/** What the tokens of a YAML text tell that its nodes do not: tags, anchors, aliases, comments and the nesting. */
import type { CST } from 'yaml';
import type { Span } from '../../text/span.ts';

/** The tag and the anchor before a value. */
export interface Props {
  readonly tag: CST.SourceToken | undefined;
  readonly anchor: CST.SourceToken | undefined;
}

export interface ScannedTokens {
  /** For each value with a tag or an anchor. */
  readonly props: ReadonlyMap<CST.Token, Props>;
  readonly aliases: readonly CST.FlowScalar[];
  /** In their order. */
  readonly comments: readonly Span[];
}

/** The most levels of nesting. The library is recursive, and more may end the process. */
const deepest = 200;

/** Scans tokens with a stack of its own; `undefined` if they are nested too deeply. O(tokens). */
export function scanTokens(tokens: readonly CST.Token[]): ScannedTokens | undefined {
  const props = new Map<CST.Token, Props>();
  const aliases: CST.FlowScalar[] = [];
  const comments: Span[] = [];
  const todo: CST.Token[] = [];
  const depths: number[] = [];
  const add = (before: readonly CST.Token[] | undefined, value: CST.Token | undefined | null, depth: number): void => {
    if (before !== undefined && before.length > 0) noteComments(before, comments);
    if (value === undefined || value === null) return;
    const found = before && propsAmong(before);
    if (found !== undefined) props.set(value, found);
    todo.push(value);
    depths.push(depth);
  };
  noteComments(tokens, comments);
  for (const token of tokens) add(undefined, token, 0);
  for (let token = todo.pop(); token !== undefined; token = todo.pop()) {
    const depth = (depths.pop() ?? 0) + 1;
    if (depth > deepest) return undefined;
    if ('end' in token && token.end !== undefined) noteComments(token.end, comments);
    if (token.type === 'alias') aliases.push(token);
    else if (token.type === 'block-scalar') noteComments(token.props, comments);
    else forEachValue(token, (before, value) => add(before, value, depth));
  }
  return { props, aliases, comments: comments.toSorted((a, b) => a.offset - b.offset) };
}

function noteComments(tokens: readonly CST.Token[], into: Span[]): void {
  for (const token of tokens)
    if (token.type === 'comment') into.push({ offset: token.offset, length: token.source.length });
}

/** Calls back with each value directly inside of a token, and the tokens before it: its tag and anchor are among them. */
function forEachValue(
  token: CST.Token,
  found: (before: readonly CST.Token[] | undefined, value: CST.Token | undefined | null) => void,
): void {
  if (token.type === 'document') found(token.start, token.value);
  if (!('items' in token)) return;
  for (const item of token.items)
    if (item.key === undefined && item.sep === undefined) found(item.start, item.value);
    else {
      found(item.start, item.key);
      found(item.sep, item.value);
    }
}

function propsAmong(tokens: readonly CST.Token[]): Props | undefined {
  let tag: CST.SourceToken | undefined;
  let anchor: CST.SourceToken | undefined;
  for (const token of tokens)
    if (token.type === 'tag') tag ??= token;
    else if (token.type === 'anchor') anchor ??= token;
  return tag === undefined && anchor === undefined ? undefined : { tag, anchor };
}

/** Is an offset inside of a flow collection? */
export function hasFlowAt(tokens: readonly CST.Token[], offset: number): boolean {
  const todo = [...tokens];
  for (let token = todo.pop(); token !== undefined; token = todo.pop()) {
    if (token.type === 'flow-collection' && token.offset < offset && offset <= (token.end[0]?.offset ?? Infinity))
      return true;
    forEachValue(token, (_, value) => {
      if (value !== undefined && value !== null) todo.push(value);
    });
  }
  return false;
}
