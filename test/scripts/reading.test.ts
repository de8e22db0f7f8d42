/** Files are opened in one place, which knows what may be read and how much of it (`platform/src/node/readFile.ts`). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { globSync } from 'tinyglobby';

/** Who may open files, and why. */
const openers: Readonly<Record<string, string>> = {
  'platform/src/node/readFile.ts': 'the one place',
  'cli/src/replaceFile.ts': 'to write a file, which it compares with what was read before',
};

/** What opens a file to read it, of the modules `fs` of Node: any name, whatever it is imported as. */
const opening =
  /\b(?:read(?:v|File|Lines|Sync|vSync|FileSync)|open(?:Sync|AsBlob)?|createReadStream|cp(?:Sync)?|copyFile(?:Sync)?)\b/;

/** The names that a file imports of `fs`; `*` for a module as a whole, which may be used for anything. */
function importedOfFs(text: string): string[] {
  const imports = text.matchAll(/import\s+(?:type\s+)?([^;]*?)\s+from\s+'(?:node:)?fs(?:\/promises)?'/g);
  const dynamic = /(?:import|require)\(\s*'(?:node:)?fs/.test(text) ? ['*'] : [];
  return [...imports]
    .flatMap(([, names = '']) => (names.startsWith('{') ? names.split(/[{},]/).map((name) => name.trim()) : ['*']))
    .concat(dynamic);
}

suite('files are read in one place', () => {
  const files = globSync(['{core,server,cli,client,platform,protocol}/src/**/*.ts']);
  const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  test('sources are looked at', () => assert.ok(files.length > 200, String(files.length)));

  test('and by nobody else', () => {
    const others = texts.filter(({ text }) => importedOfFs(text).some((name) => name === '*' || opening.test(name)));
    assert.deepEqual(others.map(({ file }) => file).toSorted(), Object.keys(openers).toSorted());
  });

  test('who may be asked by its import is found, however that is written', () => {
    for (const line of [
      "import { readFile } from 'node:fs/promises';",
      "import { lstat,\n  open as x } from 'fs';",
      "import * as fs from 'node:fs';",
      "import fs from 'node:fs';",
      "const fs = await import('node:fs/promises');",
    ])
      assert.ok(
        importedOfFs(line).some((name) => name === '*' || opening.test(name)),
        line,
      );
    for (const line of [
      "import { lstat, realpath } from 'node:fs/promises';",
      "import { readdir } from 'node:fs/promises';",
    ])
      assert.ok(!importedOfFs(line).some((name) => name === '*' || opening.test(name)), line);
  });

  test('standard input is read through the limit of that place', () => {
    const readers = texts.filter(({ text }) => text.includes('process.stdin')).map(({ file }) => file);
    assert.deepEqual(readers, ['cli/src/standardInput.ts']);
    assert.match(
      readFileSync('cli/src/standardInput.ts', 'utf8'),
      /readStream\(input, \{ most: mostBytesOf\.standardInput \}\)/,
    );
  });
});
