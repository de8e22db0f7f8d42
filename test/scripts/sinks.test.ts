/**
 * Texts leave the program at few places, each of which sees to it that they are text (`test/cli/hostile.test.ts`,
 * `test/server/hostile.test.ts`).
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { globSync } from 'tinyglobby';

interface Sink {
  readonly what: string;
  readonly files: string;
  readonly way: RegExp;
  /** Who may, and why it is text. */
  readonly users: Readonly<Record<string, string>>;
}

const sinks: readonly Sink[] = [
  {
    what: 'what the command line tool prints',
    files: '{cli,core,platform}/src/**/*.ts',
    way: /\bprocess\.(?:stdout|stderr|emitWarning)\b|\bconsole\.\w+\(/,
    users: { 'cli/src/main.ts': 'what `runWith` gives' },
  },
  {
    what: 'what the tool and the engine write as JSON',
    files: 'cli/src/**/*.ts',
    way: /\bJSON\.stringify\(/,
    users: {
      'cli/src/printable.ts': 'the one place',
      'cli/src/sameFile.ts': 'a key that is compared',
      'cli/src/explain.ts': 'a policy that is analysed',
    },
  },
  {
    what: 'the log of the server',
    files: '{server,core,platform}/src/**/*.ts',
    way: /\bconsole\b(?!\s*\})|\bprocess\.(?:stdout|stderr|emitWarning)\b|\.(?:showErrorMessage|showWarningMessage|showInformationMessage)\(/,
    users: { 'server/src/server.ts': 'handed to `createLog`' },
  },
  {
    what: 'messages of the client',
    files: 'client/src/**/*.ts',
    way: /\.(?:showErrorMessage|showWarningMessage|showInformationMessage|setStatusBarMessage)\(|\bconsole\.\w+\(/,
    users: { 'client/src/messages.ts': 'through `asPlainText`', 'client/src/serverControl.ts': 'texts of ours alone' },
  },
];

suite('texts leave the program', () => {
  for (const { what, files, way, users } of sinks)
    test(what, () => {
      const found = globSync(files).filter((file) => way.test(withoutComments(readFileSync(file, 'utf8'))));
      assert.deepEqual(found.toSorted(), Object.keys(users).toSorted());
    });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');
}
