/** The parser of HCL: tree-sitter with its grammar, both WebAssembly. */
import { Edit, Language, Parser, type Tree } from 'web-tree-sitter';
import { differenceOf } from '../../text/difference.ts';
import { spanEnd } from '../../text/span.ts';

/** The bytes of the two WebAssembly files. The engine reads no files, so the platform hands them over. */
export interface HclBinaries {
  /** `web-tree-sitter.wasm` of `web-tree-sitter`. */
  readonly parser: Uint8Array;
  /** `tree-sitter-hcl.wasm` of `@tree-sitter-grammars/tree-sitter-hcl`. */
  readonly grammar: Uint8Array;
}

/** Parses a text and hands the tree to `use`; nothing of the tree may be kept. */
export type WithTree = <T>(text: string, use: (tree: Tree) => T) => T;

/** The tree of the last text, which is freed when there is another. */
interface Latest {
  readonly text: string;
  readonly tree: Tree;
}

/** A longer difference than this is no keystroke. */
const longestChange = 32;

/**
 * Makes the parser. Rejects if the binaries are not those of the libraries.
 *
 * After a keystroke in the same text only what changed is parsed, which gives the same tree (tree-sitter, "Advanced
 * Parsing"). How the parser goes on after an error may depend on what it reuses, so a text with an error is parsed from
 * its start.
 */
export async function createHclParser({ parser: wasmBinary, grammar }: HclBinaries): Promise<WithTree> {
  await Parser.init({ wasmBinary });
  const language = await Language.load(grammar);
  let parser: Parser | undefined;
  let latest: Latest | undefined;
  const parseFrom = (text: string, old: Tree | undefined): Tree => {
    parser ??= new Parser().setLanguage(language);
    const tree = parser.parse(text, old);
    if (tree === null) throw new Error('the parser gave no tree');
    return tree;
  };
  const parse = (text: string): Tree => {
    const edited = latest && editedTree(latest, text);
    const tree = parseFrom(text, edited);
    edited?.delete();
    if (edited === undefined || !tree.rootNode.hasError) return tree;
    tree.delete();
    return parseFrom(text, undefined);
  };
  return (text, use) => {
    try {
      if (latest?.text !== text) {
        const tree = parse(text);
        latest?.tree.delete();
        latest = { text, tree };
      }
      return use(latest.tree);
    } catch (thrown) {
      // What a parser does after it failed is not defined.
      parser = undefined;
      latest = undefined;
      throw thrown;
    }
  };
}

/** A copy of the last tree, moved for a change of its text; `undefined` if the change is no keystroke. */
function editedTree({ text: before, tree }: Latest, text: string): Tree | undefined {
  if (Math.abs(before.length - text.length) > longestChange) return undefined;
  const change = differenceOf(before, text);
  if (change.before.length > longestChange || change.after.length > longestChange) return undefined;
  const [startIndex, oldEndIndex, newEndIndex] = [change.before.offset, spanEnd(change.before), spanEnd(change.after)];
  const copy = tree.copy();
  copy.edit(
    new Edit({
      startIndex,
      oldEndIndex,
      newEndIndex,
      startPosition: pointAt(before, startIndex),
      oldEndPosition: pointAt(before, oldEndIndex),
      newEndPosition: pointAt(text, newEndIndex),
    }),
  );
  return copy;
}

function pointAt(text: string, offset: number): { readonly row: number; readonly column: number } {
  let row = 0;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    start = at + 1;
  }
  return { row, column: offset - start };
}
