/** Holders that are certainly not the same: whoever says whose a policy is must name as many. Row: principal-option. */
import { finding, getAndPut, left, managedPolicy, role, roleArn, template, when, type Case } from './case.ts';

const mappedTo = (...names: readonly string[]): object => ({
  'a.finding.json': finding('AppA'),
  'b.finding.json': finding('AppB'),
  '.iam-refine.json': { policies: [{ files: 't.json', attachedTo: names.map((name) => roleArn(name)) }] },
});

const sam = { Transform: 'AWS::Serverless-2016-10-31' };
const samFunction = (policy: unknown): object => ({
  Type: 'AWS::Serverless::Function',
  Properties: { Policies: [policy] },
});
const ofP = { Ref: 'P' };
const holding = (resources: object, rest: object = {}, properties: object = {}): object =>
  template({ P: managedPolicy(properties), ...resources }, rest);
const inLoop = (resource: object): object => ({ 'Fn::ForEach::L': ['I', ['X', 'Y'], { 'R${I}': resource }] });
const withInline = role({ Policies: [{ PolicyName: 'p', PolicyDocument: getAndPut }] });

const byMapping = 'matched to AppA (by .iam-refine.json, line 3), but the document';
const oneMore = `${byMapping} says that another entity also has this policy, so nothing is removed`;
const twoMore = `${byMapping} says that 2 other entities also have this policy, so nothing is removed`;
const twoUnnamed = `${byMapping} contains policies of 2 principals that it does not name, so nothing is removed`;

const refused: readonly (readonly [what: string, document: object, reason: string])[] = [
  [
    'two roles without a name have it',
    holding({ A: role({ ManagedPolicyArns: [ofP] }), B: role({ ManagedPolicyArns: [ofP] }) }),
    oneMore,
  ],
  [
    'a policy names two roles without a name',
    holding({ A: role({}), B: role({}) }, {}, { Roles: [{ Ref: 'A' }, { Ref: 'B' }] }),
    oneMore,
  ],
  [
    'in two branches',
    holding({ A: role({}), B: role({}) }, {}, { Roles: [when({ Ref: 'A' }, { Ref: 'B' })] }),
    oneMore,
  ],
  ['two functions of SAM have it', holding({ F: samFunction(ofP), G: samFunction(ofP) }, sam), oneMore],
  [
    'a role by its name, and the role of a function',
    holding({ F: samFunction(ofP) }, sam, { Roles: ['AppA'] }),
    oneMore,
  ],
  [
    'a role by its name, and one without a name that it bounds',
    holding({ B: role({ PermissionsBoundary: ofP }) }, {}, { Roles: ['AppA'] }),
    oneMore,
  ],
  [
    'a role by its name, and those of a loop',
    holding(inLoop(role({ ManagedPolicyArns: [ofP] })), {}, { Roles: ['AppA'] }),
    twoMore,
  ],
  ['the roles of a loop, each with its own', template(inLoop(withInline)), oneMore],
];

export const distinctHolders: readonly Case[] = [
  ...refused.map(([what, document, reason]): Case => ({
    what,
    files: { ...mappedTo('AppA'), 't.json': document },
    runs: [left('fix t.json', 'finding.ambiguous', reason)],
  })),
  {
    what: 'two roles without a name, each with its own: one principal cannot be both',
    files: { ...mappedTo('AppA'), 't.json': template({ A: withInline, B: withInline }) },
    runs: [
      {
        args: 'fix t.json',
        code: 1,
        stdout: ['t.json: left unchanged'],
        stderr: [`t.json: finding.ambiguous: ${twoUnnamed}`, `t.json: finding.ambiguous: ${twoUnnamed}`],
      },
    ],
  },
];
