/**
 * Findings of which a part is not understood, or that stand where none is read; and files that were named and hold
 * none.
 */
import { checked, finding, fixed, getAndPut, removed, report, untracked, type Case, type CaseRun } from './case.ts';

const by = (found: unknown) => ({ 'a.finding.json': found, 'AppA.json': getAndPut });

/** `check` and `fix` of a policy of AppA, of whom a finding that begins at this place cannot be read. */
const unread = (place: string, reason: string): readonly CaseRun[] => {
  const onFile = `a.finding.json:${place}: the finding for AppA cannot be read (${reason})`;
  return [
    {
      args: 'check AppA.json',
      code: 2,
      stdout: [
        `AppA.json:3:3: information: The finding in a.finding.json cannot be read: ${reason} [finding.unreadable]`,
        '1 policy: none checked, 1 blocked; 1 finding could not be read; 1 problem',
      ],
      stderr: [onFile],
    },
    {
      args: 'fix AppA.json',
      code: 2,
      stdout: ['AppA.json: left unchanged'],
      stderr: [`AppA.json: finding.unreadable: the finding in a.finding.json cannot be read: ${reason}`, onFile],
    },
  ];
};

const details = (...findingDetails: readonly unknown[]) => finding('AppA', {}, { findingDetails });
const s3 = { unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: 'PutObject' }] } };

export const notUnderstood: readonly Case[] = [
  {
    what: 'a detail of an unknown kind',
    files: by(details(s3, { foo: {} })),
    runs: unread('1:1', 'entry 2 of findingDetails is not understood: foo'),
  },
  {
    what: 'in a list, the place is that of the finding',
    files: by([finding('AppB'), details({ unusedPermissionDetails: { serviceNamespace: ['s3'] } })]),
    runs: unread('25:3', 'a service has no name'),
  },
  {
    what: 'an action of an unknown type',
    files: by(
      details({ unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: { name: 'PutObject' } }] } }),
    ),
    runs: unread('1:1', 'an action of s3 is not understood: no name'),
  },
  {
    what: 'that of somebody else: told, and not in the way',
    files: {
      'a.finding.json': [finding('AppA'), finding('AppB', {}, { findingDetails: [{ foo: {} }] })],
      'AppA.json': getAndPut,
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:8:9: warning: s3:PutObject is unused [action.unused]',
          untracked('AppA.json'),
          '1 policy checked against the action catalogue from 2026-09-26; 1 finding could not be read; 1 problem',
        ],
        stderr: [
          'a.finding.json:25:3: the finding for AppB cannot be read (entry 1 of findingDetails is not understood: foo)',
        ],
      },
    ],
  },
  {
    what: 'a report that holds a time of which nobody knows what it means',
    files: by(report('AppA', [{ ActionName: 'PutObject', LastUsed: '2026-11-24T10:00:00Z' }])),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: finding.unreadable: the finding in a.finding.json cannot be read: an action of s3 has an unknown key: LastUsed',
          'a.finding.json:1:1: the last-accessed report for AppA cannot be read (an action of s3 has an unknown key: LastUsed)',
        ],
      },
    ],
  },
  {
    what: '.NET prints the values of enums in objects',
    files: by(
      finding('AppA', undefined, {
        status: { Value: 'ACTIVE' },
        findingType: { Value: 'UnusedPermission' },
        resourceType: { Value: 'AWS::IAM::Role' },
      }),
    ),
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
    what: 'nested 20,000 levels deep',
    files: by(`${'{"a":'.repeat(20_000)}${JSON.stringify(finding('AppA'))}${'}'.repeat(20_000)}`),
    runs: [
      {
        args: 'check AppA.json',
        code: 2,
        stdout: [
          'AppA.json:3:3: information: a.finding.json names AppA but cannot be read (a finding in a.a.a.a…, where findings are not read) [finding.unreadable]',
          '1 policy: none checked, 1 blocked; 1 findings file could not be read; 1 problem',
        ],
        stderr: [
          'a.finding.json:1:1: a finding in a.a.a.a…, where findings are not read; no finding in this file is used',
        ],
      },
    ],
  },
];

const noFinding =
  'iam-refine: --findings x.json: no finding in a known format; give it the output of aws accessanalyzer get-finding-v2 or aws iam get-service-last-accessed-details';

export const namedWithoutFinding: readonly Case[] = [
  ...['{}', '[]', '', '{"findings": []}', getAndPut].map((content): Case => ({
    what: `a file that was named holds no finding: ${JSON.stringify(content)}`,
    files: { 'x.json': content, 'AppA.json': getAndPut },
    runs: ['check AppA.json --findings x.json', 'fix AppA.json --findings x.json'].map((args) => ({
      args,
      code: 2,
      stderr: [noFinding],
    })),
  })),
  {
    what: 'a glob may name files without a finding',
    files: { 'f/x.json': {}, 'f/y.json': finding('AppA'), 'AppA.json': getAndPut },
    runs: [
      {
        args: 'check AppA.json --findings f/*.json',
        code: 1,
        stdout: ['AppA.json:8:9: warning: s3:PutObject is unused [action.unused]', untracked('AppA.json'), checked(1)],
        stderr: ['f/x.json: finding.unreadable: it contains no finding in a known format'],
      },
    ],
  },
  {
    what: 'a glob that names no other files',
    files: { 'f/x.json': {}, 'f/y.json': {}, 'AppA.json': getAndPut },
    runs: [
      {
        args: 'check AppA.json --findings f/*.json',
        code: 2,
        stderr: [
          'iam-refine: --findings f/*.json: no finding in a known format; give it the output of aws accessanalyzer get-finding-v2 or aws iam get-service-last-accessed-details',
        ],
      },
    ],
  },
];
