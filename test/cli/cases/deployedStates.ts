/** States that do not fit exactly, attachments in any of them, and what is not understood: nothing is passed over. */
import { finding, getAndPut, left, leftOpen, removed, roleArn, unmatched, type Case, type CaseRun } from './case.ts';
import { nothingToDo, onlyDelete } from './deployedOthers.ts';

const document = `data "aws_iam_policy_document" "p" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["*"]
  }
}
`;
const namedRole = (argument: string): string => `resource "aws_iam_role" "app" {
  ${argument}
}
`;
const inline = `resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.p.json
}
`;
const managed = (label = 'p', name = 'papp'): string => `resource "aws_iam_policy" "${label}" {
  name   = "${name}"
  policy = data.aws_iam_policy_document.p.json
}

resource "aws_iam_role_policy_attachment" "${label}" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.${label}.arn
}
`;
const fresh = `resource "aws_iam_role" "fresh" {
  name = "NewRole"
}
`;

/** A resource of a state with its instances; `null` for one that is not understood. */
const inState = (type: string, name: string, ...instances: readonly (object | null)[]): object => ({
  mode: 'managed',
  type,
  name,
  instances: instances.map((attributes) => (attributes === null ? { attributes_flat: {} } : { attributes })),
});
const state = (...resources: readonly object[]): object => ({ version: 4, lineage: 'x', serial: 1, resources });
const policyArn = 'arn:aws:iam::111122223333:policy/papp';
const appA = inState('aws_iam_role', 'app', { name: 'AppA', arn: roleArn('AppA') });
const appB = inState('aws_iam_role', 'b', { name: 'AppB', arn: roleArn('AppB') });
const policyP = inState('aws_iam_policy', 'p', { name: 'papp', arn: policyArn });
const attached = (name: string, holder: string): object =>
  inState('aws_iam_role_policy_attachment', name, { role: holder, policy_arn: policyArn });
const applied = [appA, policyP, attached('p', 'AppA')];

const evidence = { 'a.finding.json': finding('AppA'), 'b.finding.json': finding('AppB', onlyDelete) };
const nameless = { ...evidence, 'm/p.tf': document, 'm/r.tf': namedRole('name_prefix = "App"') + inline };
const literal = { ...evidence, 'm/p.tf': document, 'm/r.tf': namedRole('name = "AppA"') + managed() };
const file = 'm/p.tf';
const fixed: CaseRun = {
  args: `fix ${file}`,
  code: 0,
  stdout: [removed(file, 1, 'AppA', 1)],
  changes: {
    [file]: ['-    actions   = ["s3:GetObject", "s3:PutObject"]', '+    actions   = ["s3:GetObject"]'],
  },
};
const nothing = nothingToDo(file);
const open = (reason: string): CaseRun => leftOpen(`fix ${file}`, reason);

const namesInStates: readonly Case[] = [
  { what: 'a state', files: { ...nameless, 'm/terraform.tfstate': state(appA) }, runs: [fixed] },
  ...[
    { what: 'attributes that are not understood', instance: null },
    { what: 'no name', instance: { name: null, arn: null } },
    { what: 'something else than a name', instance: { name: 'no name' } },
  ].flatMap(({ what, instance }): Case[] => [
    {
      what: `a second instance with ${what}`,
      files: {
        ...nameless,
        'm/terraform.tfstate': state(inState('aws_iam_role', 'app', { name: 'AppA', arn: roleArn('AppA') }, instance)),
      },
      runs: [
        unmatched(
          `fix ${file}`,
          'the module does not give the name of aws_iam_role.app; terraform.tfstate lists aws_iam_role.app without a name that is understood',
        ),
      ],
    },
    {
      what: `a second state with ${what}`,
      files: {
        ...nameless,
        'm/terraform.tfstate': state(appA),
        'b.tfstate': state(inState('aws_iam_role', 'app', instance)),
      },
      runs: [
        unmatched(
          `fix ${file}`,
          'the module does not give the name of aws_iam_role.app; b.tfstate lists aws_iam_role.app without a name that is understood',
        ),
      ],
    },
  ]),
  ...[
    {
      what: 'of version 3',
      value: { version: 3, lineage: 'x', modules: [{ path: ['root'], resources: { 'aws_iam_role.app': {} } }] },
      reason: 'it is a state in a format that is not read',
    },
    {
      what: 'that OpenTofu encrypted',
      value: { serial: 1, lineage: 'x', meta: {}, encrypted_data: 'eA==', encryption_version: 'v0' },
      reason: 'it is encrypted',
    },
    {
      what: 'whose resources are no list',
      value: { version: 4, lineage: 'x', serial: 1, resources: {} },
      reason: 'a part of it is not understood',
    },
    {
      what: 'with a resource that is not understood',
      value: state({ mode: 'other', type: 'aws_iam_role', name: 'app', instances: [] }),
      reason: 'a part of it is not understood',
    },
    {
      what: 'inside of another value',
      value: { states: [state(appA)] },
      reason: 'deployed resources are inside of another value, where they are not read',
    },
  ].map(({ what, value, reason }): Case => ({
    what: `a second state ${what}`,
    files: { ...nameless, 'm/terraform.tfstate': state(appA), 'b.tfstate': value },
    runs: [open(`b.tfstate cannot be read (${reason})`)],
  })),
  {
    what: 'a second state that is empty, one that only says where the state is, and a file that is no state',
    files: {
      ...nameless,
      'm/terraform.tfstate': state(appA),
      'b.tfstate': state(),
      'm/.terraform/terraform.tfstate': {
        version: 3,
        serial: 2,
        lineage: 'x',
        backend: { type: 's3' },
        modules: [{ path: ['root'], outputs: {}, resources: {}, depends_on: [] }],
      },
      'shown.tfstate.json': { format_version: '1.0' },
      'tfstate-policy.json': getAndPut,
    },
    runs: [fixed],
  },
  {
    what: 'a second state of another version of the module',
    files: {
      ...nameless,
      'm/terraform.tfstate': state(
        appA,
        inState('aws_iam_role', 'fresh', { name: 'NewRole', arn: roleArn('NewRole') }),
      ),
      'm/f.tf': fresh,
      'old.tfstate': state(inState('aws_iam_role', 'app', { name: 'AppB', arn: roleArn('AppB') })),
    },
    runs: [nothing],
  },
];

const otherNames = {
  ...nameless,
  'm/f.tf': fresh,
  'm/terraform.tfstate': state(appA, inState('aws_iam_role', 'fresh', { name: 'NewRole', arn: roleArn('NewRole') })),
  'old.tfstate': state(inState('aws_iam_role', 'app', { name: 'Old', arn: roleArn('Old') })),
};

const contradictedByStates: readonly Case[] = [
  {
    what: 'a second state of another version, in which the role has a name that the module does not allow',
    files: otherNames,
    runs: [
      left(
        `fix ${file}`,
        'finding.ambiguous',
        `aws_iam_role.app is matched to ${roleArn('Old')} (by terraform.tfstate, perhaps by old.tfstate), but in the document it is App*, so nothing is removed`,
      ),
    ],
  },
  {
    what: '…and the configuration says who the role is',
    files: {
      ...otherNames,
      '.iam-refine.json': { policies: [{ files: '**', resource: 'aws_iam_role.app', attachedTo: [roleArn('AppA')] }] },
    },
    runs: [fixed],
  },
];

const attachmentsInStates: readonly Case[] = [
  {
    what: 'a state that says the same',
    files: { ...literal, 'm/terraform.tfstate': state(...applied) },
    runs: [fixed],
  },
  {
    what: 'another attachment in the state',
    files: { ...literal, 'm/terraform.tfstate': state(...applied, attached('z', 'AppB')) },
    runs: [nothing],
  },
  {
    what: '…of an older version of the module',
    files: { ...literal, 'm/f.tf': fresh, 'm/terraform.tfstate': state(...applied, attached('z', 'AppB')) },
    runs: [nothing],
  },
  {
    what: '…of a policy that is named otherwise',
    files: {
      ...literal,
      'other.tfstate': state(
        inState('aws_iam_policy', 'p', { name: 'q', arn: policyArn.replace('papp', 'q') }),
        inState('aws_iam_role_policy_attachment', 'z', { role: 'AppB', policy_arn: policyArn.replace('papp', 'q') }),
      ),
    },
    runs: [fixed],
  },
  {
    what: 'another attachment in another state, by the ARN of the policy',
    files: {
      ...literal,
      'm/terraform.tfstate': state(...applied),
      'other/terraform.tfstate': state(appB, attached('z', 'AppB')),
    },
    runs: [nothing],
  },
  {
    what: '…by the name of the policy, whose own state is not there',
    files: { ...literal, 'other/terraform.tfstate': state(appB, attached('z', 'AppB')) },
    runs: [nothing],
  },
  {
    what: 'a document that two policies use, of which one has another attachment',
    files: {
      ...evidence,
      'm/p.tf': document,
      'm/r.tf': namedRole('name = "AppA"') + managed() + managed('q', 'qapp'),
      'm/terraform.tfstate': state(...applied, attached('z', 'AppB')),
    },
    runs: [nothing],
  },
  {
    what: 'a file with the policies of two modules, of which one has another attachment',
    files: {
      ...evidence,
      'p.json': getAndPut,
      ...Object.fromEntries(
        ['m', 'n'].map((folder) => [
          `${folder}/r.tf`,
          namedRole('name = "AppA"') +
            managed('p', folder === 'm' ? 'papp' : 'napp').replace(
              'data.aws_iam_policy_document.p.json',
              'file("${path.module}/../p.json")',
            ),
        ]),
      ),
      'n/terraform.tfstate': state(...applied, attached('z', 'AppB')),
    },
    runs: [nothingToDo('p.json')],
  },
  ...[
    { what: 'an attachment that is not understood', instance: null },
    { what: 'an attachment without a policy', instance: { role: 'AppB' } },
  ].map(({ what, instance }): Case => ({
    what,
    files: {
      ...literal,
      'm/terraform.tfstate': state(...applied, inState('aws_iam_role_policy_attachment', 'z', instance)),
    },
    runs: [
      open('aws_iam_role_policy_attachment.z in terraform.tfstate is not understood, so it may attach any policy'),
    ],
  })),
  {
    what: '…of an inline policy it is none',
    files: {
      ...evidence,
      'm/p.tf': document,
      'm/r.tf': namedRole('name = "AppA"') + inline,
      'm/terraform.tfstate': state(appA, inState('aws_iam_role_policy_attachment', 'z', null)),
    },
    runs: [fixed],
  },
  {
    what: 'an attachment to nobody who is understood',
    files: {
      ...literal,
      'm/terraform.tfstate': state(
        ...applied,
        inState('aws_iam_role_policy_attachment', 'z', { role: 7, policy_arn: policyArn }),
      ),
    },
    runs: [open('aws_iam_role_policy_attachment.z in terraform.tfstate gives it to principals that are not known')],
  },
  {
    what: 'an exclusive list of attachments',
    files: {
      ...literal,
      'm/terraform.tfstate': state(
        ...applied,
        inState('aws_iam_role_policy_attachments_exclusive', 'z', { role_name: 'AppB', policy_arns: [policyArn] }),
      ),
    },
    runs: [nothing],
  },
  ...[
    [
      'aws_ssoadmin_customer_managed_policy_attachment',
      { customer_managed_policy_reference: [{ name: 'papp', path: '/' }], permission_set_arn: 'x' },
    ] as const,
    [
      'aws_ssoadmin_permissions_boundary_attachment',
      { permissions_boundary: [{ customer_managed_policy_reference: [{ name: 'PAPP' }] }] },
    ] as const,
    ['aws_iam_of_the_future', { to: { policies: [policyArn] } }] as const,
  ].map(([type, values]): Case => ({
    what: `what ${type} attaches`,
    files: { ...literal, 'm/terraform.tfstate': state(...applied, inState(type, 'z', values)) },
    runs: [open(`${type}.z in terraform.tfstate gives it to principals that are not known`)],
  })),
  {
    what: 'an instance of the policy that is not understood',
    files: {
      ...literal,
      'm/terraform.tfstate': state(appA, inState('aws_iam_policy', 'p', { name: 'papp' })),
    },
    runs: [open('aws_iam_policy.p in terraform.tfstate is not understood')],
  },
  {
    what: 'a state that is cut off, whoever the configuration or the user names',
    files: {
      ...literal,
      'm/terraform.tfstate': JSON.stringify(state(...applied, attached('z', 'AppB'))).slice(0, -1),
      '.iam-refine.json': { policies: [{ files: '**', attachedTo: [roleArn('AppA')] }] },
    },
    runs: [`fix ${file}`, `fix ${file} --principal ${roleArn('AppA')}`].map((args): CaseRun => {
      const run = leftOpen(args, 'terraform.tfstate cannot be read (close brace expected)');
      const broken = 'm/terraform.tfstate:1:676: close brace expected; nothing in this file is used';
      return { ...run, code: 2, stderr: [...(run.stderr ?? []), broken] };
    }),
  },
];

export const deployedStates: readonly Case[] = [...namesInStates, ...contradictedByStates, ...attachmentsInStates];
