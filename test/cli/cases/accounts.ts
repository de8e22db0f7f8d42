/** The account that `.iam-refine.json` gives for files: it chooses between namesakes, and vetoes. */
import { finding, fixed, getAndPut, removed, roleArn, unmatched, type Case } from './case.ts';

const [prod, dev] = ['111111111111', '222222222222'];

/** A role AppA in two accounts, which leaves different actions unused. */
const twins = {
  'f/prod.finding.json': finding(roleArn('AppA', prod), { s3: ['PutObject'] }),
  'f/dev.finding.json': finding(roleArn('AppA', dev), { s3: ['GetObject'] }),
};

const configured = (...accounts: readonly (readonly [files: string, account: string])[]) => ({
  '.iam-refine.json': { accounts: accounts.map(([files, account]) => ({ files, account })) },
});

const putGone = ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'];

export const accounts: readonly Case[] = [
  {
    what: 'each folder has its account',
    files: {
      ...twins,
      ...configured(['iam/prod/**', prod], ['iam/dev/**', dev]),
      'iam/prod/AppA.json': getAndPut,
      'iam/dev/AppA.json': getAndPut,
    },
    runs: [
      fixed('fix iam/prod/AppA.json', removed('iam/prod/AppA.json', 1, 'AppA', 1), ...putGone),
      fixed('fix iam/dev/AppA.json', removed('iam/dev/AppA.json', 1, 'AppA', 1), '-        "s3:GetObject",'),
    ],
  },
  {
    what: 'without an entry for the file, the name is ambiguous',
    files: { ...twins, ...configured(['iam/prod/**', prod]), 'iam/AppA.json': getAndPut },
    runs: [
      {
        args: 'fix iam/AppA.json',
        code: 1,
        stdout: ['iam/AppA.json: left unchanged'],
        stderr: [
          `iam/AppA.json: finding.ambiguous: several principals match (${roleArn('AppA', prod)}, ${roleArn('AppA', dev)}): choose one`,
        ],
      },
    ],
  },
  {
    what: 'the only principal of the name is in another account',
    files: {
      'a.finding.json': finding(roleArn('AppA', dev)),
      ...configured(['iam/prod/**', prod]),
      'iam/prod/AppA.json': getAndPut,
    },
    runs: [
      unmatched(
        'fix iam/prod/AppA.json',
        `matched by its path, but the principal is not in account ${prod} (.iam-refine.json, line 3)`,
      ),
    ],
  },
  {
    what: 'a mapping beats it',
    files: {
      ...twins,
      '.iam-refine.json': {
        accounts: [{ files: '**', account: dev }],
        policies: [{ files: 'x.json', attachedTo: [roleArn('AppA', prod)] }],
      },
      'x.json': getAndPut,
    },
    runs: [fixed('fix x.json', removed('x.json', 1, 'AppA', 1), ...putGone)],
  },
  {
    what: 'a configuration above the current directory counts too',
    files: {
      ...configured(['w/**', prod]),
      'w/AppA.json': getAndPut,
      'w/a.finding.json': finding(roleArn('AppA', dev)),
    },
    runs: [
      {
        args: 'fix AppA.json',
        cwd: 'w',
        code: 0,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          `AppA.json: no finding applies to this policy: matched by its path, but the principal is not in account ${prod} (FOLDER/.iam-refine.json, line 3)`,
        ],
      },
    ],
  },
  {
    what: 'one entry that cannot be read blocks, because the choice is lost',
    files: { ...twins, ...configured(['**', '1111']), 'AppA.json': getAndPut },
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: config.unreadable: the configuration .iam-refine.json cannot be used (5:18: 1111 is not an account id: use its 12 digits), so nothing is removed',
        ],
      },
    ],
  },
];
