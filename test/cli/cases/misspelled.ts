/** Actions that nearly have the name of a known one. */
import { checked, finding, policy, statement, untracked, type Case } from './case.ts';

export const misspelled: readonly Case[] = [
  {
    what: 'a misspelled action is a warning, and stays; it is no unused access',
    files: {
      'a.finding.json': finding('AppA', { sqs: ['PurgeQueue'] }),
      'AppA.json': policy(statement('s3:GetObjcet', 'sqs:SendMessage')),
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json:7:9: warning: s3:GetObjcet is not a known action: did you mean s3:GetObject? [action.misspelled]',
          untracked('AppA.json', 'sqs:SendMessage'),
          checked(1),
        ],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
];
