/**
 * A `.iam-refine.json` that keeps nothing because it is empty, or a rule of it is: what it should keep is not known.
 */
import { finding, getAndPut, type Case } from './case.ts';

/** `place` and what is wrong there. */
const blocks = (what: string, config: unknown, said: string): Case => ({
  what,
  files: { 'a.finding.json': finding('AppA'), 'AppA.json': getAndPut, '.iam-refine.json': config },
  runs: [
    {
      args: 'check AppA.json',
      code: 2,
      stdout: [
        `AppA.json:3:3: warning: The configuration .iam-refine.json cannot be used (${said}), so nothing is removed [config.unreadable]`,
        '1 policy: none checked, 1 blocked; 1 problem',
      ],
    },
    {
      args: 'fix AppA.json',
      code: 2,
      stdout: ['AppA.json: left unchanged'],
      stderr: [
        `AppA.json: config.unreadable: the configuration .iam-refine.json cannot be used (${said}), so nothing is removed`,
      ],
    },
  ],
});

const keep = (fields: object) => ({ keep: [{ actions: ['s3:PutObject'], reason: 'r', ...fields }] });

export const brokenRules: readonly Case[] = [
  blocks('an empty file', '', '1:1: it is empty'),
  blocks('a file of blanks', ' \n\n', '1:1: it is empty'),
  blocks('a comment and nothing else', '// later\n', '2:1: value expected'),
  blocks('no actions', keep({ actions: [] }), '4:18: actions is an empty list'),
  blocks('nobody for whom', keep({ principals: [] }), '8:21: principals is an empty list'),
  blocks('somebody by name', keep({ principals: ['AppA'] }), '9:9: AppA is not the ARN of an IAM role or user'),
  blocks(
    'somebody by type and name',
    keep({ principals: ['role/AppA'] }),
    '9:9: role/AppA is not the ARN of an IAM role or user',
  ),
  blocks(
    'a group',
    keep({ principals: ['arn:aws:iam::111122223333:group/Devs'] }),
    '9:9: arn:aws:iam::111122223333:group/Devs is not the ARN of an IAM role or user',
  ),
  blocks(
    'a policy attached to nobody',
    { policies: [{ files: 'AppA.json', attachedTo: [] }] },
    '5:21: attachedTo is an empty list',
  ),
];
