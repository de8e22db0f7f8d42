/** Terraform: what a module may hide, in the command line tool. */
import { finding, fixed, getAndPut, left, removed, unmatched, type Case } from './case.ts';

const evidence = { 'a.finding.json': finding('AppA') };
const twoActions =
  'jsonencode({\n    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "*" }]\n  })';
const managed = `resource "aws_iam_policy" "p" {
  name   = "papp"
  policy = ${twoActions}
}
`;
const attached = (role: string, name: string): string => `resource "aws_iam_role_policy_attachment" "${name}" {
  role       = "${role}"
  policy_arn = aws_iam_policy.p.arn
}
`;
const action = 'action "aws_lambda_invoke" "x" {\n}\n';

export const terraformGaps: readonly Case[] = [
  {
    what: 'an action does not hide an attachment to another role',
    files: { ...evidence, 'm/p.tf': managed + attached('AppA', 'a'), 'm/b.tf': action + attached('Other', 'b') },
    runs: [
      left(
        'fix m/p.tf',
        'finding.incomplete',
        'shared policy (by the Terraform module): Other has no finding, so nothing is removed',
      ),
    ],
  },
  {
    what: 'a module file is never matched by its name, whatever is in it',
    files: { ...evidence, 'm/AppA.tf': managed + action, 'm/o.tf': attached('AppB', 'b') },
    runs: [unmatched('check m/AppA.tf', 'matched to AppB (by the Terraform module), but there is no finding for AppB')],
  },
  {
    what: 'nor one in the JSON syntax with a list at its root',
    files: {
      ...evidence,
      'm/AppA.tf.json': [{ resource: { aws_iam_role_policy: { p: { role: '${var.role}', policy: getAndPut } } } }],
    },
    runs: [
      unmatched('check m/AppA.tf.json', 'line 5 of AppA.tf.json attaches it to a principal whose name is computed'),
    ],
  },
  {
    what: 'the name of a policy among the permission sets of a module makes its holders unclear',
    files: {
      ...evidence,
      'm/p.tf': managed + attached('AppA', 'a'),
      'm/sets.tf':
        'module "sets" {\n  permission_sets = [{ customer_managed_policy_attachments = [{ name = "papp", path = "/" }] }]\n}\n',
    },
    runs: [
      left(
        'fix m/p.tf',
        'finding.incomplete',
        'not all principals with this policy are known (line 2 of sets.tf may name this policy), so nothing is removed',
      ),
    ],
  },
  {
    what: 'a chain of documents of any length does not stop the run',
    files: { ...evidence, 'm/chain.tf': chain(3000) },
    runs: [
      fixed(
        'fix m/chain.tf',
        removed('m/chain.tf', 1, 'AppA', 1),
        '-    actions   = ["s3:GetObject", "s3:PutObject"]',
        '+    actions   = ["s3:GetObject"]',
      ),
    ],
  },
];

/** A document that is combined with another, and so on; a role has the last. */
function chain(length: number): string {
  const combined = (at: number): string => `data "aws_iam_policy_document" "d${at}" {
  source_policy_documents = [data.aws_iam_policy_document.d${at - 1}.json]
}
`;
  return `data "aws_iam_policy_document" "d0" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["*"]
  }
}
${Array.from({ length }, (_, at) => combined(at + 1)).join('')}resource "aws_iam_role_policy" "x" {
  role   = "AppA"
  policy = data.aws_iam_policy_document.d${length}.json
}
`;
}
