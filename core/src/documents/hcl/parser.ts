/** The parser of HCL: tree-sitter with its grammar, both WebAssembly. */
import { Language, Parser, type Tree } from 'web-tree-sitter';

/** The bytes of the two WebAssembly files. The engine reads no files, so the platform hands them over. */
export interface HclBinaries {
  /** `web-tree-sitter.wasm` of `web-tree-sitter`. */
  readonly parser: Uint8Array;
  /** `tree-sitter-hcl.wasm` of `@tree-sitter-grammars/tree-sitter-hcl`. */
  readonly grammar: Uint8Array;
}

/** Parses a text and hands the tree to `use`; the tree is freed afterwards, so nothing of it may be kept. */
export type WithTree = <T>(text: string, use: (tree: Tree) => T) => T;

/** Makes the parser. Rejects if the binaries are not those of the libraries. */
export async function createHclParser({ parser: wasmBinary, grammar }: HclBinaries): Promise<WithTree> {
  await Parser.init({ wasmBinary });
  const language = await Language.load(grammar);
  let parser: Parser | undefined;
  return (text, use) => {
    parser ??= new Parser().setLanguage(language);
    let tree: Tree | null = null;
    try {
      tree = parser.parse(text);
      if (tree === null) throw new Error('the parser gave no tree');
      return use(tree);
    } catch (thrown) {
      // What a parser does after it failed is not defined.
      parser = undefined;
      throw thrown;
    } finally {
      tree?.delete();
    }
  };
}
