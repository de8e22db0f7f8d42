export { createHclSyntax } from './hclSyntax.ts';
export type { HclBinaries } from './parser.ts';
