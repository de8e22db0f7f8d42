import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createConfirmations } from '../../client/src/confirmations.ts';
import type { Confirmable, RefineFileResult } from '../../protocol/src/index.ts';

const refined: RefineFileResult = { kind: 'refined', kept: 1, removed: 1, left: [] };

/** A server for which these findings are doubtful. */
const serverWith =
  (...findings: readonly string[]) =>
  async ({ confirmed = [] }: Confirmable): Promise<RefineFileResult> =>
    findings.every((finding) => confirmed.includes(finding))
      ? refined
      : { kind: 'confirm', reason: findings.join(' and '), findings };

/** A user who answers so, and what was asked. */
function userWho(answers: (reason: string) => boolean) {
  const asked: string[] = [];
  const confirmations = createConfirmations(async (reason) => {
    asked.push(reason);
    return answers(reason);
  });
  return { asked, send: confirmations.send };
}

suite('a doubtful finding', () => {
  test('is asked about once for each file', async () => {
    const { asked, send } = userWho(() => true);
    for (const uri of ['a', 'a', 'b', 'a']) assert.deepEqual(await send(uri, serverWith('old')), refined);
    assert.deepEqual(asked, ['old', 'old']);
  });

  test('is asked about again beside another one, and not after both were confirmed', async () => {
    const { asked, send } = userWho(() => true);
    await send('a', serverWith('old'));
    await send('a', serverWith('old', 'older'));
    await send('a', serverWith('older'));
    assert.deepEqual(asked, ['old', 'old and older']);
  });

  test('that is not confirmed gives nothing, and is asked about the next time', async () => {
    const { asked, send } = userWho(() => false);
    for (let i = 0; i < 2; i++) assert.equal(await send('a', serverWith('old')), undefined);
    assert.deepEqual(asked, ['old', 'old']);
  });
});
