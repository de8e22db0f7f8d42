/** Loads syntaxes that only some files need, each from a bundle of its own. */
import type { LazyKind, LoadSyntax, Syntax } from '../../../core/src/index.ts';

/** For each kind, how its syntax is loaded, with the files that it needs beside its bundle. */
const loaders: Readonly<Record<LazyKind, () => Promise<Syntax>>> = {
  async yaml() {
    const { yamlSyntax } = await import('../../../core/src/documents/yaml/index.ts');
    return yamlSyntax;
  },
};

export const loadSyntax: LoadSyntax = (kind) => loaders[kind]();
