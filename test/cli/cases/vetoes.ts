/** What disagrees vetoes. Rows: hostile/other-account-folder, known-other-role-in-folder, short-form-overrides. */
import {
  catalogue,
  finding,
  getAndPut,
  listedFinding,
  removed,
  report,
  roleArn,
  template,
  unmatched,
  untracked,
  type Case,
} from './case.ts';

const team = { 'f/1.finding.json': finding('team') };

const ownName = (about: object, file = 'team/AppA.json') => ({ ...team, 'f/2.finding.json': about, [file]: getAndPut });

const shortForm = [{ serviceNamespace: 's3', actions: ['PutObject'] }];

const serverless = { Type: 'AWS::Serverless::Function', Properties: { Policies: [getAndPut] } };

export const vetoes: readonly Case[] = [
  {
    what: 'the folder is of another account',
    folder: 'hostile/other-account-folder',
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: [
          '111111111111/MyRole.json: no finding applies to this policy: matched by its path, but the principal is not in the account that the folder is named after (111111111111)',
        ],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: ['111111111111/MyRole.json: left unchanged'],
        stderr: [
          '111111111111/MyRole.json: no finding applies to this policy: matched by its path, but the principal is not in the account that the folder is named after (111111111111)',
        ],
      },
    ],
  },
  {
    what: 'of two such folders the nearest',
    files: {
      'a.finding.json': finding('AppA'),
      '111122223333/999999999999/AppA.json': getAndPut,
      '999999999999/111122223333/AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          '999999999999/111122223333/AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('999999999999/111122223333/AppA.json'),
          `2 policies: 1 checked against ${catalogue}, 1 not matched to a finding; 1 problem`,
        ],
        stderr: [
          '111122223333/999999999999/AppA.json: no finding applies to this policy: matched by its path, but the principal is not in the account that the folder is named after (999999999999)',
        ],
      },
    ],
  },
  {
    what: 'an explicit mapping beats the folder',
    files: {
      'a.finding.json': finding('AppA'),
      '.iam-refine.json': { policies: [{ files: '**/x.json', attachedTo: [roleArn('AppA')] }] },
      '999999999999/x.json': getAndPut,
    },
    runs: [
      {
        args: 'fix .',
        code: 0,
        stdout: [removed('999999999999/x.json', 1, 'AppA', 1)],
        changes: {
          '999999999999/x.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'],
        },
      },
    ],
  },
  {
    what: 'a report by its name',
    files: {
      '999999999999/AppA.finding.json': report('AppA', [{ ActionName: 'PutObject' }]),
      '999999999999/AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: [
          '999999999999/AppA.json: no finding applies to this policy: matched by its path, but the principal is not in the account that the folder is named after (999999999999)',
        ],
      },
    ],
  },
  {
    what: 'the finding of the file’s own name is archived',
    folder: 'hostile/known-other-role-in-folder',
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: ['team/MyRole.json: no finding applies to this policy: its finding from 2026-11-20 is ARCHIVED'],
      },
      {
        args: 'fix .',
        code: 0,
        stdout: ['team/MyRole.json: left unchanged'],
        stderr: ['team/MyRole.json: no finding applies to this policy: its finding from 2026-11-20 is ARCHIVED'],
      },
    ],
  },
  {
    what: 'it is resolved',
    files: ownName(finding('AppA', {}, { status: 'RESOLVED' }), 'team/AppA.policy.json'),
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: ['team/AppA.policy.json: no finding applies to this policy: its finding from 2026-11-20 is RESOLVED'],
      },
    ],
  },
  {
    what: 'it is about something else',
    files: ownName(finding('AppA', {}, { findingType: 'ExternalAccess' })),
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: ['team/AppA.json: no finding applies to this policy: the principal has an external access finding'],
      },
    ],
  },
  {
    what: 'it failed',
    files: ownName(finding('AppA', {}, { error: 'INTERNAL_ERROR' })),
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: ['team/AppA.json: no finding applies to this policy: its finding reports an error (INTERNAL_ERROR)'],
      },
    ],
  },
  {
    what: 'it does not name the actions',
    files: ownName(listedFinding('AppA', 'x')),
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: [
          'team/AppA.json: no finding applies to this policy: its finding does not name the actions',
          'f/2.finding.json: 1 finding without the names of the unused actions; fetch it with',
          '  aws accessanalyzer get-finding-v2 --analyzer-arn ANALYZER_ARN --id x',
        ],
      },
    ],
  },
  {
    what: 'it is archived, and a short form stands in the folder',
    files: {
      's.finding.json': shortForm,
      'f/2.finding.json': finding('AppA', {}, { status: 'ARCHIVED' }),
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 0,
        stdout: ['1 policy: none checked, 1 not matched to a finding'],
        stderr: ['AppA.json: no finding applies to this policy: its finding from 2026-11-20 is ARCHIVED'],
      },
    ],
  },
  {
    what: 'a short form against what documents say',
    folder: 'hostile/short-form-overrides',
    runs: [
      {
        args: 'check . --findings short.json',
        code: 0,
        stdout: ['5 policies: none checked, 5 not matched to a finding'],
        stderr: [
          'acct.json:9: no finding applies to this policy: matched to A (by the Arn of the role in the document), but there is no finding for A',
          'acct.json:31: no finding applies to this policy: matched to B (by the Arn of the role in the document), but there is no finding for B',
          'acct.json:54: no finding applies to this policy: the document shows no members of the group g',
          'scp.json: no finding applies to this policy: it is a service control policy, to which no finding applies',
          'shared.json: no finding applies to this policy: matched to MyRole, Other (by .iam-refine.json, line 3), but there is no finding for MyRole, Other',
        ],
      },
      {
        args: 'fix . --findings short.json',
        code: 0,
        stdout: ['acct.json: left unchanged', 'scp.json: left unchanged', 'shared.json: left unchanged'],
        stderr: [
          'acct.json:9: no finding applies to this policy: matched to A (by the Arn of the role in the document), but there is no finding for A',
          'acct.json:31: no finding applies to this policy: matched to B (by the Arn of the role in the document), but there is no finding for B',
          'acct.json:54: no finding applies to this policy: the document shows no members of the group g',
          'scp.json: no finding applies to this policy: it is a service control policy, to which no finding applies',
          'shared.json: no finding applies to this policy: matched to MyRole, Other (by .iam-refine.json, line 3), but there is no finding for MyRole, Other',
        ],
      },
      {
        args: 'fix acct.json --findings short.json',
        code: 0,
        stdout: ['acct.json: left unchanged'],
        stderr: [
          'acct.json:9: no finding applies to this policy: matched to A (by the Arn of the role in the document), but there is no finding for A',
          'acct.json:31: no finding applies to this policy: matched to B (by the Arn of the role in the document), but there is no finding for B',
          'acct.json:54: no finding applies to this policy: the document shows no members of the group g',
        ],
      },
      unmatched(
        'fix shared.json --findings short.json',
        'matched to MyRole, Other (by .iam-refine.json, line 3), but there is no finding for MyRole, Other',
      ),
      unmatched('fix scp.json --findings short.json', 'it is a service control policy, to which no finding applies'),
    ],
  },
  {
    what: 'a short form against others of its folder',
    files: {
      's.finding.json': shortForm,
      'sam.json': template({ F: serverless }),
      'user.json': { UserName: 'x', PolicyName: 'p', PolicyDocument: getAndPut },
      'group.json': { GroupName: 'x', PolicyName: 'p', PolicyDocument: getAndPut },
      'two.json': [getAndPut, getAndPut],
      'plain.json': getAndPut,
    },
    runs: [
      {
        args: 'check .',
        code: 1,
        stdout: [
          'plain.json:8:9: warning: s3:PutObject is unused [action.unused]',
          'two.json:4:5: information: The document contains several policies and does not say which principal each belongs to, so nothing is removed [finding.ambiguous]',
          'two.json:17:5: information: The document contains several policies and does not say which principal each belongs to, so nothing is removed [finding.ambiguous]',
          untracked('plain.json'),
          `6 policies: 1 checked against ${catalogue}, 3 not matched to a finding, 2 ambiguous; 3 problems`,
        ],
        stderr: [
          'group.json: no finding applies to this policy: it belongs to the group x, whose members the document does not name',
          'sam.json: no finding applies to this policy: it belongs to the role that SAM creates for F, and the template does not give its name',
          'user.json: no finding applies to this policy: matched to x (by the UserName in the document), but there is no finding for x',
        ],
      },
      {
        args: 'fix .',
        code: 1,
        stdout: [
          'group.json: left unchanged',
          removed('plain.json', 1, 'its principal', 1),
          'sam.json: left unchanged',
          'two.json: left unchanged',
          'user.json: left unchanged',
        ],
        stderr: [
          'group.json: no finding applies to this policy: it belongs to the group x, whose members the document does not name',
          'sam.json: no finding applies to this policy: it belongs to the role that SAM creates for F, and the template does not give its name',
          'user.json: no finding applies to this policy: matched to x (by the UserName in the document), but there is no finding for x',
          'two.json: finding.ambiguous: the document contains several policies and does not say which principal each belongs to, so nothing is removed',
          'two.json: finding.ambiguous: the document contains several policies and does not say which principal each belongs to, so nothing is removed',
        ],
        changes: { 'plain.json': ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'] },
      },
    ],
  },
];
