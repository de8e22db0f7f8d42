/** The syntax of a policy: that of its document, or of the JSON in a string of the document. */
import type { Policy, ActionElement } from '../policy/model.ts';
import type { ReadDocument } from './reading.ts';
import type { Syntax, MappedText } from './syntax.ts';
import { type Move, moveAction, moveList } from '../policy/move.ts';
import { countUpTo, spanBetween, spanEnd, type Span } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';
import { jsonSyntax } from './json/jsonSyntax.ts';
import { decodedText, moved } from './embedded.ts';
import { readJson } from '../text/json.ts';
import type { TreeNode } from '../text/tree.ts';

/** The syntax of a policy: that of its document, or of the JSON in the string that contains it. */
export function syntaxOf({ text, reading: { syntax } }: ReadDocument, { textSpan }: Policy): Syntax {
  return textSpan === undefined ? syntax : embeddedSyntax(syntax, text, textSpan);
}

/**
 * The syntax of JSON in a string of a document. It takes and returns places in the document, and escapes what it writes
 * for the string. The rest of the string stays to the byte, including its escapes, except in a list that is broken into
 * lines. O(length of the string); O(log of it) for each place.
 */
function embeddedSyntax(outer: Syntax, document: string, at: Span): Syntax {
  const { text, offsets } = decodedText({ text: document, syntax: outer }, { type: 'string', ...at }) ?? noText;
  const hasLines = /[\r\n]/.test(text);
  const outwards = (span: Span): Span =>
    spanBetween(offsets[span.offset] ?? 0, offsets[spanEnd(span)] ?? offsets.at(-1) ?? 0);
  const inwards: Move = (span) => spanBetween(indexOf(offsets, span.offset), indexOf(offsets, spanEnd(span)));
  const written = ({ span, newText }: TextEdit): TextEdit => ({
    span: outwards(span),
    newText: outer.writeInString(newText, document, at),
  });
  const actions = new WeakMap<ActionElement, ActionElement>();
  const actionIn = (action: ActionElement): ActionElement => {
    const known = actions.get(action) ?? moveAction(action, inwards);
    actions.set(action, known);
    return known;
  };
  return {
    ...jsonSyntax,
    parse() {
      const { root, errors } = readJson(text);
      return { root: root && moved(root, offsets), errors, directives: [] };
    },
    parseAlone: () => undefined,
    textIn: () => undefined,
    edit: {
      removeElements: (_, list, isRemoved) =>
        jsonSyntax.edit.removeElements(text, moveList(list, inwards), isRemoved).map(written),
      replaceEntry: (_, { statement, action, entry }, to) =>
        written(
          inLines(
            jsonSyntax.edit.replaceEntry(
              text,
              {
                statement: { ...statement, span: inwards(statement.span) },
                action: actionIn(action),
                entry: { ...entry, span: inwards(entry.span) },
              },
              to,
            ),
            hasLines,
          ),
        ),
      rewriteList(_, action, list, outcomes) {
        if (!hasLines) return undefined;
        const edit = jsonSyntax.edit.rewriteList(text, actionIn(action), list, outcomes);
        return edit && written(edit);
      },
      emptyBranch: (_, branch) => written(jsonSyntax.edit.emptyBranch(text, inwards(branch))),
    },
    innerSpan: (_, action) => outwards(jsonSyntax.innerSpan(text, inwards(action))),
    size: (_, policy, enough) => jsonSyntax.size(text, inwards(policy), enough),
    write(policy, _, place) {
      const json = jsonSyntax.write(policy, text, inwards(place));
      return json === undefined ? undefined : outer.writeInString(json, document, at);
    },
  };
}

/** An edit without line ends, if the text has none: a string that one program wrote for another is not laid out. */
function inLines(edit: TextEdit, hasLines: boolean): TextEdit {
  if (hasLines) return edit;
  return {
    ...edit,
    newText: edit.newText.replaceAll(/\s*[\r\n]\s*/g, (_, at: number) => (edit.newText[at - 1] === ',' ? ' ' : '')),
  };
}

const noText: MappedText = { text: '', offsets: Int32Array.of(0) };

/** The index of the first place at or after `place`. Places are sorted. O(log n). */
function indexOf(offsets: Int32Array, place: number): number {
  return Math.min(
    countUpTo(offsets, place - 1, (offset) => offset),
    offsets.length - 1,
  );
}

/** Gives the tree that a policy is in. A document is parsed once for all its policies, when the first one is needed. */
export function createRoots(document: ReadDocument): (policy: Policy) => TreeNode | undefined {
  let whole: { readonly root: TreeNode | undefined } | undefined;
  return (policy) => {
    if (policy.textSpan !== undefined) return syntaxOf(document, policy).parse(document.text).root;
    whole ??= document.reading.syntax.parse(document.text);
    return whole.root;
  };
}
