/** How findings are spelled and their files are named. Rows: sdk-spellings, findings-name-case. */
import { checked, finding, fixed, getAndPut, removed, report, unmatched, untracked, type Case } from './case.ts';

/** A value with all names of members spelled otherwise. */
function respelled(value: unknown, spell: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((element) => respelled(element, spell));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [spell(name), respelled(member, spell)]));
}

const asRuby = (value: unknown) =>
  respelled(value, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, ''));

const asGo = (value: unknown) => respelled(value, (name) => name.slice(0, 1).toUpperCase() + name.slice(1));

const oneReport = report('AppA', [
  { ActionName: 'PutObject' },
  { ActionName: 'GetObject', LastAccessedTime: '2026-11-24T10:00:00Z' },
]);

const unusedRole = {
  ...finding('AppA', {}, { findingType: 'UnusedIAMRole' }),
  findingDetails: [{ unusedIamRoleDetails: { lastAccessed: '2026-01-01T00:00:00Z' } }],
};

const by = (found: unknown) => ({ 'a.finding.json': found, 'AppA.json': getAndPut });

export const spellings: readonly Case[] = [
  {
    what: '.NET',
    folder: 'sdk-spellings/dotnet',
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'Ruby',
    folder: 'sdk-spellings/ruby',
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'Go',
    folder: 'sdk-spellings/go',
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a report as Ruby prints it',
    files: by(asRuby(oneReport)),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a list of findings as Go prints it',
    files: by({ Findings: [asGo(finding('AppA'))] }),
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'an unused role as Ruby prints it',
    files: by(asRuby(unusedRole)),
    runs: [
      {
        args: 'check AppA.json',
        code: 0,
        stdout: [
          'AppA.json:3:3: information: The role AppA itself is unused (last used 2026-01-01): consider deleting it [role.unused]',
          untracked('AppA.json', 's3:GetObject', 's3:PutObject'),
          checked(1),
        ],
      },
      { args: 'fix AppA.json', code: 0, stdout: ['AppA.json: nothing to do'] },
    ],
  },
  {
    what: 'an archived one as Go prints it',
    files: by(asGo(finding('AppA', {}, { status: 'ARCHIVED' }))),
    runs: [unmatched('check AppA.json', 'its finding from 2026-11-20 is ARCHIVED')],
  },
  {
    what: 'one page of several as Ruby prints it',
    files: by(asRuby({ ...finding('AppA'), nextToken: 'x' })),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The finding for AppA is incomplete (it contains a next_token, so it is one page of several), so nothing is removed [finding.incomplete]',
          '1 policy: none checked, 1 blocked; 1 problem',
        ],
      },
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.incomplete: the finding for AppA is incomplete (it contains a next_token, so it is one page of several), so nothing is removed',
        ],
      },
    ],
  },
  {
    what: 'a member in two spellings',
    files: by({ ...finding('AppA'), FindingDetails: [] }),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: The finding in a.finding.json cannot be read: it contains findingDetails twice [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 finding could not be read; 1 problem',
        ],
        stderr: ['a.finding.json:1:1: the finding for AppA cannot be read (it contains findingDetails twice)'],
      },
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.unreadable: the finding in a.finding.json cannot be read: it contains findingDetails twice',
          'a.finding.json:1:1: the finding for AppA cannot be read (it contains findingDetails twice)',
        ],
      },
    ],
  },
];

export const names: readonly Case[] = [
  {
    what: 'UnusedAccessFindings.json',
    folder: 'findings-name-case',
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
      },
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'in capitals',
    files: { 'deep/MY-FINDING.JSON': finding('AppA'), 'AppA.json': getAndPut },
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'lines of JSON',
    files: { 'all.Findings.NdJson': `${JSON.stringify(finding('AppA'))}\n`, 'AppA.json': getAndPut },
    runs: [
      fixed(
        'fix AppA.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a glob on the command line',
    files: { 'Access.JSON': finding('AppA'), 'AppA.json': getAndPut },
    runs: [
      fixed(
        'fix AppA.json --findings acc*.json',
        removed('AppA.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'no such file',
    files: { 'access.json': finding('AppA'), 'AppA.json': getAndPut },
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stderr: [
          'iam-refine: no findings file matches **/*finding*.{json,ndjson,jsonl} below FOLDER: give one with --findings, or fetch them (https://github.com/iam-refine/iam-refine/blob/main/docs/findings.md#how-to-fetch-findings)',
        ],
      },
    ],
  },
];
