/**
 * Reports that do not say whose they are, beside a finding: what they show as used stays where they may be about the
 * holder.
 */
import { checked, finding, fixed, policy, removed, report, roleArn, statement, untracked, type Case } from './case.ts';

const [appA, other] = [roleArn('AppA'), roleArn('Other')];
const accessed = '2026-01-01T00:00:00Z';
const queue = { ServiceName: 'SQS', ServiceNamespace: 'sqs' };
const bucket = {
  ServiceName: 'S3',
  ServiceNamespace: 's3',
  TrackedActionsLastAccessed: [{ ActionName: 'CreateBucket' }],
};

/** A report that shows an access of sqs, and none of s3:CreateBucket. */
const ofQueue = (ofSqs: object, ofS3: object = {}, fields: object = {}): object =>
  report(
    '',
    [],
    {},
    {
      ServicesLastAccessed: [
        { ...queue, LastAuthenticated: accessed, ...ofSqs },
        { ...bucket, ...ofS3 },
      ],
      ...fields,
    },
  );

const unused = finding('AppA', { s3: ['CreateBucket', 'DeleteBucket'], sqs: null });
const createAndSend = policy(statement('s3:CreateBucket', 'sns:Publish', 'sqs:SendMessage'));

const beside = (files: Readonly<Record<string, unknown>>) => ({
  'AppA.json': createAndSend,
  'aa.finding.json': unused,
  ...files,
});

const allGone = [
  '-        "s3:CreateBucket",',
  '-        "sns:Publish",',
  '-        "sqs:SendMessage"',
  '+        "sns:Publish"',
];

const unread = 'the last-accessed report for its principal cannot be read (a service has an unknown key: LastUsed)';

/** The queue is used, as the report says. */
const isWitness = (what: string, files: Readonly<Record<string, unknown>>): Case => ({
  what,
  files: beside(files),
  runs: [fixed('fix AppA.json', removed('AppA.json', 1, 'AppA', 2), '-        "s3:CreateBucket",')],
});

const isNone = (what: string, files: Readonly<Record<string, unknown>>): Case => ({
  what,
  files: beside(files),
  runs: [fixed('fix AppA.json', removed('AppA.json', 2, 'AppA', 1), ...allGone)],
});

const accessedBy = (entity: unknown, count = 1) => ({
  LastAuthenticatedEntity: entity,
  TotalAuthenticatedEntities: count,
});
const shared = ofQueue(accessedBy(appA, 2), { LastAuthenticated: accessed, ...accessedBy(other, 2) });
const silent = ofQueue({ TotalAuthenticatedEntities: 1 });

export const unnamedReports: readonly Case[] = [
  isWitness('one that names the holder and another', { 'r/dev.finding.json': shared }),
  isWitness('one that several have accessed', {
    'r/dev.finding.json': ofQueue(accessedBy(appA, 2), { LastAuthenticated: accessed, ...accessedBy(appA, 2) }),
  }),
  isWitness('one of several that is named after the holder', { 'r/AppA.finding.json': shared }),
  isWitness('one of several, of which another has a finding, too', {
    'r/dev.finding.json': shared,
    'b.finding.json': finding('Other', { sqs: null }),
  }),
  isWitness('one of another, that names the holder for a single action', {
    'r/dev.finding.json': ofQueue(accessedBy(other), {
      LastAuthenticated: accessed,
      ...accessedBy(other),
      TrackedActionsLastAccessed: [
        { ActionName: 'CreateBucket' },
        { ActionName: 'DeleteBucket', LastAccessedEntity: appA },
      ],
    }),
  }),
  ...[
    'AppA.finding.json',
    'r/AppA.finding.json',
    'r/appa.finding.json',
    'AppA.report.finding.json',
    'AppA/last-accessed.finding.json',
    'report.finding.json',
  ].map((name) => isWitness(`one in ${name}`, { [name]: silent })),
  isWitness('one that names a session of the holder', {
    'r/x.finding.json': ofQueue(accessedBy('arn:aws:sts::111122223333:assumed-role/AppA/s')),
  }),
  isWitness('one that names the holder beside its services', { 'r/x.finding.json': ofQueue({}, {}, { Arn: appA }) }),
  isWitness('one that names the holder without an ARN', {
    'r/x.finding.json': ofQueue({}, {}, { Subject: { RoleName: 'appa' } }),
  }),
  isWitness('one that names somebody in a way not understood, in the folder of the policy', {
    'x.finding.json': ofQueue(accessedBy('AROAEXAMPLE')),
  }),
  {
    what: 'one that nobody can read, in the folder of the policy',
    files: beside({ 'x.finding.json': ofQueue({ LastUsed: accessed }) }),
    runs: [
      {
        args: 'fix AppA.json',
        code: 2,
        stdout: ['AppA.json: left unchanged'],
        stderr: [`x.finding.json:1:1: ${unread}`, `AppA.json: finding.unreadable: ${unread}, so nothing is removed`],
      },
    ],
  },
  {
    what: 'one that names the holder, beside one that is its by the name',
    files: {
      'AppA.json': createAndSend,
      'AppA.finding.json': ofQueue({ LastAuthenticated: null }),
      'r/dev.finding.json': shared,
    },
    runs: [
      {
        args: 'check AppA.json',
        code: 1,
        stdout: [
          'AppA.json:7:9: warning: s3:CreateBucket is unused [action.unused]',
          'AppA.json: kept: sqs:SendMessage (not reported unused by the last-accessed report from 2026-11-25)',
          untracked('AppA.json', 'sns:Publish'),
          checked(1),
        ],
      },
    ],
  },
  isNone('one elsewhere that names nobody', { 'r/x.finding.json': silent }),
  isNone('one of another principal', { 'r/x.finding.json': ofQueue(accessedBy(other)) }),
  isNone('one of several others', { 'r/x.finding.json': ofQueue(accessedBy(other, 2)) }),
  isNone('one of a namesake in another account', {
    'r/x.finding.json': ofQueue(accessedBy('arn:aws:sts::999999999999:assumed-role/AppA/s')),
    '999999999999/AppA.finding.json': silent,
  }),
  isNone('one in the same folder that is named after another principal who has a finding', {
    'Other.finding.json': silent,
    'b.finding.json': finding('Other', { sqs: null }),
  }),
];
