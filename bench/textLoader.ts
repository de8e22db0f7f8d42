/** Loads a text file as a module with the text as its default export. */
import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';

export const load: LoadHook = async (url, context, next) => {
  if (!url.endsWith('.txt')) return next(url, context);
  const text = JSON.stringify(await readFile(fileURLToPath(url), 'utf8'));
  return { format: 'module', shortCircuit: true, source: `export default ${text};` };
};
