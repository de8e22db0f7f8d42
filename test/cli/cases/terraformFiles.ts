/** Terraform: the policy in a file belongs to who takes the file in a module. */
import {
  checked,
  finding,
  fixed,
  left,
  leftOpen,
  getAndPut,
  policy,
  removed,
  roleArn,
  statement,
  unmatched,
  type Case,
} from './case.ts';

const takes = (path: string, role = 'AppA', name = 'p'): string => `resource "aws_iam_role_policy" "${name}" {
  role   = "${role}"
  policy = templatefile("${path}", { bucket = "b" })
}
`;
const evidence = { 'a.finding.json': finding('AppA'), 'b.finding.json': finding('AppB', { s3: ['GetObject'] }) };
const text = `${JSON.stringify(policy(statement('s3:GetObject', 's3:PutObject')), null, 2).replace('"*"', '"${bucket}"')}\n`;
const target = 'policies/reader.json.tpl';
const ofModule = '${path.module}/policies/reader.json.tpl';
/** A second module, or a second file of the same, that takes the file by another path. */
function takenTwice(what: string, file: string, value: string, reason: string): Case {
  return {
    what: `a file that ${what} takes, too`,
    files: {
      ...evidence,
      'm/p.json': getAndPut,
      'm/m.tf': takes('${path.module}/p.json'),
      [file]: `resource "aws_iam_role_policy" "q" {\n  role   = "Other"\n  policy = file(${value})\n}\n`,
    },
    runs: [leftOpen('fix m/p.json', reason)],
  };
}

const gone = ['-        "s3:GetObject",', '-        "s3:PutObject"', '+        "s3:GetObject"'];

export const terraformFiles: readonly Case[] = [
  {
    what: 'a template, by the module in a folder above',
    files: { ...evidence, [target]: text, 'main.tf': takes(ofModule) },
    runs: [
      fixed(`fix ${target}`, removed(target, 1, 'AppA', 1), ...gone),
      {
        args: 'check .',
        code: 1,
        stdout: [
          `${target}:8:9: warning: s3:PutObject is unused [action.unused]`,
          `${target}: kept: s3:GetObject (as of 2026-08-22, AWS does not track its use, so no finding can name it)`,
          checked(1),
        ],
      },
    ],
  },
  {
    what: 'a file that is named after a role belongs to who takes it',
    files: { ...evidence, 'policies/AppB.json': getAndPut, 'main.tf': takes('policies/AppB.json') },
    runs: [
      fixed(
        'fix policies/AppB.json',
        removed('policies/AppB.json', 1, 'AppA', 1),
        '-        "s3:GetObject",',
        '-        "s3:PutObject"',
        '+        "s3:GetObject"',
      ),
    ],
  },
  {
    what: 'a mapping does not override the module',
    files: {
      ...evidence,
      [target]: text,
      'main.tf': takes(ofModule),
      '.iam-refine.json': { policies: [{ files: 'policies/*', attachedTo: [roleArn('AppB')] }] },
    },
    runs: [
      left(
        `fix ${target}`,
        'finding.ambiguous',
        'matched to AppB (by .iam-refine.json, line 3), but in the document it belongs to AppA, so nothing is removed',
      ),
    ],
  },
  {
    what: 'of two roles, only what both leave unused goes',
    files: { ...evidence, [target]: text, 'main.tf': takes(ofModule), 'b.tf': takes(ofModule, 'AppB', 'q') },
    runs: [{ args: `fix ${target}`, code: 0, stdout: [`${target}: nothing to do`] }],
  },
  {
    what: 'modules anywhere below the folder count, too',
    files: {
      ...evidence,
      [target]: text,
      'main.tf': takes(ofModule),
      'envs/prod/b.tf': takes('${path.module}/../../policies/reader.json.tpl', 'AppB', 'q'),
    },
    runs: [{ args: `fix ${target}`, code: 0, stdout: [`${target}: nothing to do`] }],
  },
  {
    what: 'a path that is computed may be any that fits',
    files: {
      ...evidence,
      'policies/AppA.json': getAndPut,
      'main.tf': takes('${path.module}/policies/${each.key}.json'),
    },
    runs: [unmatched('fix policies/AppA.json', 'line 3 of main.tf names a file that may be policies/AppA.json')],
  },
  {
    what: 'a policy that a resource of another service takes',
    files: {
      ...evidence,
      'policies/AppA.json': getAndPut,
      'main.tf': 'resource "aws_sqs_queue_policy" "q" {\n  policy = file("policies/AppA.json")\n}\n',
    },
    runs: [
      unmatched(
        'check policies/AppA.json',
        'aws_sqs_queue_policy.q holds it, which is no role, user or group, so no finding applies to it',
      ),
    ],
  },
  {
    what: 'a module that names other files says nothing',
    files: { ...evidence, 'policies/AppA.json': getAndPut, 'main.tf': takes('policies/other.json') },
    runs: [fixed('fix policies/AppA.json', removed('policies/AppA.json', 1, 'AppA', 1), ...gone)],
  },
  {
    what: 'a file that another module takes by a certain path, for a role without a finding',
    files: {
      ...evidence,
      'm/p.json': getAndPut,
      'm/m.tf': takes('${path.module}/p.json'),
      'm/o.tf': takes('${path.module}/../m/p.json', 'Other', 'q'),
    },
    runs: [
      left(
        'fix m/p.json',
        'finding.incomplete',
        'shared policy (by m/m.tf, line 3): Other has no finding, so nothing is removed',
      ),
    ],
  },
  takenTwice(
    'its module by a path from the root module',
    'm/o.tf',
    '"${path.root}/m/p.json"',
    'line 3 of m/o.tf names a file that may be p.json',
  ),
  takenTwice(
    'its module by a path from a folder above',
    'm/o.tf',
    '"m/p.json"',
    'line 3 of m/o.tf names a file that may be p.json',
  ),
  takenTwice('its module by an input', 'm/o.tf', 'var.path', 'line 3 of m/o.tf names a file that may be p.json'),
  takenTwice(
    'a module by a path from the root module',
    'n/o.tf',
    '"${path.root}/../../m/p.json"',
    'line 3 of n/o.tf names a file that may be ../m/p.json',
  ),
  takenTwice(
    'a module by a joined path',
    'n/o.tf',
    'join("/", [path.module, "..", "m", "p.json"])',
    'line 3 of n/o.tf mentions ../m/p.json in a way that is not understood',
  ),
  takenTwice(
    'a module by a formatted path',
    'n/o.tf',
    'format("%s/p.json", var.dir)',
    'line 3 of n/o.tf names a file that may be ../m/p.json',
  ),
  {
    what: 'a file that is named after a role, by a joined path',
    files: {
      ...evidence,
      'policies/AppA.json': getAndPut,
      'main.tf': `resource "aws_iam_role_policy" "q" {
  role   = "Other"
  policy = file(join("/", [path.module, "policies", "AppA.json"]))
}
`,
    },
    runs: [
      unmatched(
        'fix policies/AppA.json',
        'line 3 of main.tf mentions policies/AppA.json in a way that is not understood',
      ),
    ],
  },
];
