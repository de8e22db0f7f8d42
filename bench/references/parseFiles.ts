/** What every tool must do that reads policies with their places: parses the files that it is given, and ends. */
import { readFileSync } from 'node:fs';
import { parseTree } from 'jsonc-parser';

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  JSON.parse(text);
  parseTree(text);
}
