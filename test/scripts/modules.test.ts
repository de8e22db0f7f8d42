/** What each bundle uses of Node and of the web: nothing that executes or connects, but what is named here, and why. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';

const bundles: Readonly<Record<string, { readonly modules: readonly string[]; readonly connects: readonly string[] }>> =
  {
    // The one command that asks the network when it is given an address.
    'cli.cjs': {
      modules: ['crypto', 'fs', 'fs/promises', 'os', 'path', 'util', 'worker_threads', 'zlib'],
      connects: ['fetch'],
    },
    'client.cjs': { modules: ['vscode'], connects: [] },
    // The library of the protocol brings the ways in which an editor may start a server and talk to it. Ours is started
    // by VS Code's Node, over IPC.
    'languageClient.cjs': {
      modules: ['child_process', 'crypto', 'fs', 'net', 'os', 'path', 'readline', 'util', 'vscode'],
      connects: [],
    },
    'server.cjs': {
      modules: ['fs', 'net', 'os', 'path', 'url', 'util', 'worker_threads', 'zlib'],
      connects: [],
    },
    // The thread with which `cli.cjs` and `server.cjs` read large findings files.
    'findingsThread.cjs': { modules: ['fs', 'util', 'worker_threads'], connects: [] },
    // The thread with which `cli.cjs` examines many files.
    'checkThread.cjs': { modules: ['fs', 'path', 'util', 'worker_threads', 'zlib'], connects: [] },
    // The syntaxes that are loaded when they are needed. The loader of the parser of HCL could fetch its binary, but is
    // handed the bytes.
    'yaml.cjs': { modules: [], connects: [] },
    'hcl.cjs': { modules: [], connects: ['fetch'] },
    'prefixTree.js': { modules: [], connects: [] },
  };

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();

suite('a bundle uses what is named and no more', () => {
  for (const [file, expected] of Object.entries(bundles))
    test(file, () => {
      const text = readFileSync(`dist/${file}`, 'utf8');
      const loaded = [...text.matchAll(/\b(?:require|import)\("(?:node:)?([^"]+)"\)/g)].map(([, name = '']) => name);
      const connects = [...text.matchAll(/\b(fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon)\(/g)].map(
        ([, name = '']) => name,
      );
      const modules = distinct(loaded.filter((name) => !name.startsWith('./')));
      assert.deepEqual({ modules, connects: distinct(connects) }, expected);
    });
});
