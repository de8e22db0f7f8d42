/** One file under several names is one policy. */
import assert from 'node:assert/strict';
import { linkSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { copyExamples } from '../../scripts/examples.ts';
import { inFolder, run } from './run.ts';

suite('a file under two names', () => {
  test('that stand for two roles: nothing is removed, and both are named', () =>
    inFolder((folder) => {
      copyExamples(folder);
      rmSync(path.join(folder, 'Auditor.json'));
      linkSync(path.join(folder, 'MyRole.json'), path.join(folder, 'Auditor.json'));
      const before = readFileSync(path.join(folder, 'MyRole.json'), 'utf8');
      const { code, stderr } = run(folder, 'fix', 'MyRole.json', 'Auditor.json');
      const reason = (other: string): string =>
        `finding.ambiguous: ${other} is the same file, but by that name it belongs to another principal`;
      assert.deepEqual(
        [code, stderr.trim().split('\n')],
        [1, [`MyRole.json: ${reason('Auditor.json')}`, `Auditor.json: ${reason('MyRole.json')}`]],
      );
      assert.equal(readFileSync(path.join(folder, 'MyRole.json'), 'utf8'), before);
    }));

  for (const [what, make] of [
    ['a hard link', linkSync],
    ['a link', symlinkSync],
  ] as const)
    test(`of the same role, by ${what}: it is refined once`, () =>
      inFolder((folder) => {
        copyExamples(folder);
        mkdirSync(path.join(folder, 'MyRole'));
        make(path.join(folder, 'MyRole.json'), path.join(folder, 'MyRole', 'policy.json'));
        const { code, stdout, stderr } = run(folder, 'fix', 'MyRole.json', 'MyRole/policy.json');
        assert.equal(code, 0, stderr);
        assert.match(stdout, /^MyRole\.json: removed 32 actions unused by MyRole, kept 60 .*\n$/);
        assert.match(stderr, /^MyRole\/policy\.json: the same file as MyRole\.json$/m);
      }));
});
