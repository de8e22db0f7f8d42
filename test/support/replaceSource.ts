import path from 'node:path';
import type { Plugin } from 'esbuild';

/** A plugin for esbuild that bundles other contents in place of one TypeScript source. */
export function replaceSource(file: string, contents: string): Plugin {
  const target = path.resolve(file);
  return {
    name: 'replace-source',
    setup(bundler) {
      bundler.onLoad({ filter: /\.ts$/ }, (args) => (args.path === target ? { contents, loader: 'ts' } : undefined));
    },
  };
}
