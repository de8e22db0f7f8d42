/** Loads syntaxes in tests, whose bundles have no files beside them. */
import { readFile } from 'node:fs/promises';
import type { LoadSyntax, Syntax } from '../../core/src/index.ts';
import { syntaxLoader } from '../../platform/src/node/loadSyntax.ts';

const packages = {
  'web-tree-sitter.wasm': 'node_modules/web-tree-sitter',
  'tree-sitter-hcl.wasm': 'node_modules/@tree-sitter-grammars/tree-sitter-hcl',
} as const;

export const loadSyntax: LoadSyntax = syntaxLoader((name) => readFile(`${packages[name]}/${name}`));

export const hclSyntax: Syntax = await loadSyntax('terraform');
