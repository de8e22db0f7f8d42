/**
 * A holder that is named around, beside or in a policy in another form than the AWS CLI prints. Row: principal-option.
 */
import { finding, fixed, getAndPut, left, removed, roleArn, unmatched, type Case } from './case.ts';

const files = { 'a.finding.json': finding('AppA') };

/** `fix` of a document that its path gives to AppA, and which speaks of somebody else. */
function notOfAppA(what: string, document: unknown, reason: string): Case {
  return { what, files: { ...files, 'AppA.json': document }, runs: [unmatched('fix AppA.json', reason)] };
}

const line2 = (key: string): string => `${key} in line 2 may name a principal with this policy, but is not understood`;

export const namedInside: readonly Case[] = [
  notOfAppA('by an object around the policy', { Role: { Name: 'AppB', PolicyDocument: getAndPut } }, line2('Role')),
  notOfAppA('by a key in such an object', { roles: { AppB: { policy: getAndPut } } }, line2('roles')),
  notOfAppA('in a list of an unknown name', { Targets: [roleArn('AppB')], policy: getAndPut }, line2('Targets')),
  notOfAppA('in an object of an unknown name', { Owner: { RoleName: 'AppB' }, policy: getAndPut }, line2('Owner')),
  notOfAppA(
    'in the policy itself',
    { RoleName: 'AppB', ...getAndPut },
    'matched to AppB (by the RoleName in the document), but there is no finding for AppB',
  ),
  {
    what: 'beside another policy without an Effect, it is not alone',
    files: { ...files, 'AppA.json': { x: getAndPut, y: { Statement: [{ Action: 's3:*', Resource: '*' }] } } },
    runs: [
      {
        args: 'fix AppA.json',
        code: 1,
        stdout: ['AppA.json: left unchanged'],
        stderr: [
          'AppA.json: no finding applies to this policy: line 16 of the document was not read and may be another policy',
          'AppA.json: policy.unread: no statement of this policy has both an Effect and an Action',
        ],
      },
    ],
  },
  {
    what: 'the one who made it is no holder beside the one that is named',
    files: {
      ...files,
      'p.json': { RoleName: 'AppA', CreatedBy: roleArn('Pipeline'), resourceGroup: 'x', policy: getAndPut },
    },
    runs: [
      fixed(
        'fix p.json',
        removed('p.json', 1, 'AppA', 1),
        '-          "s3:GetObject",',
        '-          "s3:PutObject"',
        '+          "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'one who may hold it must be among those who are given',
    files: { ...files, 'p.json': { Targets: [roleArn('AppB')], policy: getAndPut } },
    runs: [
      left(
        `fix p.json --findings a.finding.json --principal ${roleArn('AppA')}`,
        'finding.ambiguous',
        'matched to AppA (by the principal given), but in the document it belongs to AppB, so nothing is removed',
      ),
    ],
  },
];
