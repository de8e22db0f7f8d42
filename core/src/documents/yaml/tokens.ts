/** What the tokens of a YAML text tell that its nodes do not: tags, anchors, aliases, comments and the nesting. */
import type { CST } from 'yaml';
import type { Span } from '../../text/span.ts';

/** The tag and the anchor before a value. */
export interface Props {
  readonly tag?: CST.SourceToken;
  readonly anchor?: CST.SourceToken;
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
  const todo = tokens.map((token) => ({ token, depth: 0 }));
  const note = (sources: readonly CST.Token[] | undefined): void => {
    for (const token of sources ?? [])
      if (token.type === 'comment') comments.push({ offset: token.offset, length: token.source.length });
  };
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return undefined;
    note([token]);
    if ('end' in token) note(token.end);
    if (token.type === 'alias') aliases.push(token);
    if (token.type === 'block-scalar') note(token.props);
    for (const { before, value } of valuesIn(token)) {
      note(before);
      if (value === undefined) continue;
      const found = propsAmong(before);
      if (found !== undefined) props.set(value, found);
      todo.push({ token: value, depth: depth + 1 });
    }
  }
  return { props, aliases, comments: comments.toSorted((a, b) => a.offset - b.offset) };
}

interface ValueToken {
  /** The tokens before the value, in which its tag and anchor are. */
  readonly before: readonly CST.SourceToken[];
  readonly value: CST.Token | undefined;
}

/** The values directly inside of a token. */
function valuesIn(token: CST.Token): readonly ValueToken[] {
  if (token.type === 'document') return [{ before: token.start, value: token.value }];
  if (!('items' in token)) return [];
  return token.items.flatMap(({ start, key, sep, value }: CST.CollectionItem) =>
    key === undefined && sep === undefined
      ? [{ before: start, value }]
      : [
          { before: start, value: key ?? undefined },
          { before: sep ?? [], value },
        ],
  );
}

function propsAmong(tokens: readonly CST.SourceToken[]): Props | undefined {
  const tag = tokens.find(({ type }) => type === 'tag');
  const anchor = tokens.find(({ type }) => type === 'anchor');
  if (tag === undefined && anchor === undefined) return undefined;
  return { ...(tag === undefined ? {} : { tag }), ...(anchor === undefined ? {} : { anchor }) };
}

/** Is an offset inside of a flow collection? */
export function hasFlowAt(tokens: readonly CST.Token[], offset: number): boolean {
  const todo = [...tokens];
  for (let token = todo.pop(); token !== undefined; token = todo.pop()) {
    if (token.type === 'flow-collection' && token.offset < offset && offset <= (token.end[0]?.offset ?? Infinity))
      return true;
    for (const { value } of valuesIn(token)) if (value !== undefined) todo.push(value);
  }
  return false;
}
