import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { finding, titles, withClient } from './support.ts';

suite('iam:PassRole', () => {
  const whole = { 'A.finding.json': finding('A', []).replace('"sqs"', '"iam"') };
  const withActions = (...actions: readonly string[]): string =>
    JSON.stringify({ Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  const reason = 'it is never requested on its own, so an unused service iam does not mean that it is unused';

  test('stays where the whole service is unused; a second fix, never preferred, removes it, too', () =>
    withClient({ files: whole }, async (client) => {
      const cases: readonly (readonly [text: string, actions: readonly string[]])[] = [
        [
          'iam:*',
          [
            'Replace iam:* with iam:PassRole !',
            'Refine this statement',
            'Remove iam:* – also removes iam:PassRole, whose use AWS does not track',
          ],
        ],
        [
          'iam:Pass*',
          [
            'Replace iam:Pass* with iam:PassRole !',
            'Refine this statement',
            'Remove iam:Pass* – also removes iam:PassRole, whose use AWS does not track',
          ],
        ],
        ['iam:PassRole', ['Remove iam:PassRole, whose use AWS does not track']],
        ['iam:GetRole', ['Remove unused action iam:GetRole !', 'Refine this statement']],
        [
          '*',
          [
            'Replace * with one entry for each service',
            'Replace * with one entry for each service – also removes iam:PassRole, whose use AWS does not track',
          ],
        ],
      ];
      for (const [i, [text, expected]] of cases.entries()) {
        await client.open(`${i}/A.json`, withActions(text, 's3:GetObject'));
        assert.deepEqual(titles(await client.actions(`${i}/A.json`, `"${text}"`)), expected);
      }
    }));

  test('goes by the second fix', () =>
    withClient({ files: whole }, async (client) => {
      for (const [i, text] of ['iam:*', 'iam:PassRole', 'IAM:*Role'].entries()) {
        await client.open(`${i}/A.json`, withActions('s3:GetObject', text));
        const actions = await client.actions(`${i}/A.json`, `"${text}"`);
        const asked = actions.find(({ title }) => title.includes('whose use AWS does not track'));
        assert.ok(asked !== undefined);
        assert.equal(await client.chosen(asked), withActions('s3:GetObject'));
      }
    }));

  test('is not offered to go where the finding does not speak of the whole service', () =>
    withClient({ files: { 'A.finding.json': finding('A', ['GetRole']).replace('"sqs"', '"iam"') } }, async (client) => {
      await client.open('A.json', withActions('iam:PassRole', 'iam:GetRole'));
      assert.deepEqual(titles(await client.actions('A.json', 'iam:PassRole')), []);
    }));

  test('is said to stay in the hover, with the reason', () =>
    withClient({ files: whole }, async (client) => {
      await client.open('A.json', withActions('iam:PassRole', 'iam:*', 's3:GetObject'));
      const linesOf = async (text: string): Promise<readonly string[]> =>
        ((await client.hover('A.json', text)) ?? '').split('\n\n').filter((line) => /PassRole. is kept|AWS/.test(line));
      assert.deepEqual(await linesOf('iam:PassRole'), [
        `\`iam:PassRole\` is kept: ${reason}`,
        'AWS does not track its use (as of 2026-08-22), so no finding can name it',
      ]);
      assert.deepEqual(await linesOf('iam:*'), [
        `\`iam:PassRole\` is kept: ${reason}`,
        'AWS does not track the use of these actions (as of 2026-08-22), so no finding can name them: `iam:PassRole`',
      ]);
      assert.equal(await client.hover('A.json', 'Effect'), null);
    }));
});
