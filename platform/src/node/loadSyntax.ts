/** Loads syntaxes that only some files need, each from a bundle of its own. */
import { pathOf } from '../fileUris.ts';
import { mostBytesOf, readBytes } from './readFile.ts';
import type { LazyKind, LoadSyntax, Syntax } from '../../../core/src/index.ts';

/** Reads one of the files that a syntax needs, by the name that it has in its package. */
export type ReadBinary = (name: 'web-tree-sitter.wasm' | 'tree-sitter-hcl.wasm') => Promise<Uint8Array>;

/** Makes the loader. For each kind, how its syntax is loaded, with the files that it needs. */
export function syntaxLoader(readBinary: ReadBinary): LoadSyntax {
  const loaders: Readonly<Record<LazyKind, () => Promise<Syntax>>> = {
    async yaml() {
      const { yamlSyntax } = await import('../../../core/src/documents/yaml/index.ts');
      return yamlSyntax;
    },
    async terraform() {
      const { createHclSyntax } = await import('../../../core/src/documents/hcl/index.ts');
      return createHclSyntax({
        parser: await readBinary('web-tree-sitter.wasm'),
        grammar: await readBinary('tree-sitter-hcl.wasm'),
      });
    },
  };
  return (kind) => loaders[kind]();
}

/** The files are packed, beside the bundle. */
export const loadSyntax: LoadSyntax = syntaxLoader(async (name) => {
  // Loaded only now, because most files need neither.
  const { brotliDecompressSync } = await import('node:zlib');
  const file = pathOf(new URL(`${name}.br`, import.meta.url).href) ?? name;
  return brotliDecompressSync(await readBytes(file, { most: mostBytesOf.details }));
});
