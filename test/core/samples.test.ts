/** Every sample document, with all that is read from it: as a findings file, and as a document that holds policies. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { inModule, readDocument, type Policy } from '../../core/src/index.ts';
import { inWords } from '../../core/src/text/index.ts';
import { sample } from '../support/samples.ts';

/** What a document gives, part by part; parts that are empty are left out. */
interface Outcome {
  /** `permissions MyRole: lambda 8, sqs *`: kind, principal, and how many actions of each service are unused. */
  readonly findings?: readonly string[];
  readonly closed?: number;
  readonly counted?: number;
  /** `replace ID` or `detach ID`. */
  readonly recommendations?: readonly string[];
  /** `attached: role MyRole (AppInline), 1 statement`. */
  readonly policies?: readonly string[];
  /** It is of no shape that is known. */
  readonly isStrange?: true;
}

function outcomeOf(text: string): Outcome {
  const reading = readFindings(text);
  assert.equal(reading.error, undefined);
  const findings = allFindings(reading).map(({ kind, principal, incomplete, services }) => {
    const counts = [...services.values()]
      .map(({ service, actions }) => `${service} ${actions?.size ?? '*'}`)
      .join(', ');
    return `${kind} ${principal?.name ?? '-'}: ${counts}${incomplete === undefined ? '' : ` (${inWords(incomplete)})`}`;
  });
  const recommendations = reading.recommendations.map(
    ({ policyId, replacement }) => `${replacement === undefined ? 'detach' : 'replace'} ${policyId}`,
  );
  const policies = inModule(readDocument(text), { file: 'x', files: [] }).policies.map(policyInWords);
  return {
    ...(findings.length > 0 ? { findings } : {}),
    ...(reading.closed.size > 0 ? { closed: reading.closed.size } : {}),
    ...(reading.counted.length > 0 ? { counted: reading.counted.length } : {}),
    ...(recommendations.length > 0 ? { recommendations } : {}),
    ...(policies.length > 0 ? { policies } : {}),
    ...(reading.isRecognised || policies.length > 0 ? {} : { isStrange: true as const }),
  };
}

function policyInWords({ subject: { attachment, policyId, updatedAt }, statements }: Policy): string {
  const whose =
    attachment.kind === 'attached'
      ? attachment.to.map(({ type, name, arn }) => `${type} ${name}${arn === undefined ? '' : ' by ARN'}`).join(', ')
      : attachment.kind === 'unclear'
        ? inWords(attachment.reason)
        : '';
  const id = policyId === undefined ? '' : ` (${policyId})`;
  const updated = updatedAt === undefined ? '' : `, changed ${new Date(updatedAt).toISOString().slice(0, 10)}`;
  return `${attachment.kind}${whose === '' ? '' : `: ${whose}`}${id}, ${statements.length} statements${updated}`;
}

const nothingUsed: Outcome = {};
const strange: Outcome = { isStrange: true };

const expected: Readonly<Record<string, Outcome>> = {
  'catalogue.2024-08.s3-lambda.json': strange,
  'cloudformation.template.json': {
    policies: [
      'attached: role MyRole (QueuesInline), 1 statements',
      'attached: role MyRole (MyRolePolicy), 1 statements',
      'attached: role MyRole (Extra), 1 statements',
      'attached: role MyRole (RoleInline), 1 statements',
      'attached: user ci-deployer (UserInline), 1 statements',
      'unclear: it belongs to the group Devs, whose members the template does not name (GroupInline), 1 statements',
      'attached: user dev (UP), 1 statements',
      'unclear: it belongs to the group Devs, whose members the template does not name (GP), 1 statements',
    ],
  },
  'eventbridge.unused-permission.json': { counted: 1 },
  'eventbridge.unused-role.error.json': nothingUsed,
  'get-finding-recommendation.failed.json': nothingUsed,
  'get-finding-recommendation.in-progress.json': nothingUsed,
  'get-finding-recommendation.old-type-string.json': {
    recommendations: ['detach arn:aws:iam::aws:policy/AmazonBedrockReadOnly', 'replace AppInline'],
  },
  'get-finding-recommendation.role-two-policies.json': {
    recommendations: ['replace arn:aws:iam::123456789012:policy/MyRolePolicy', 'detach QueuesInline'],
  },
  'get-finding-v2.archived.json': { closed: 1 },
  'get-finding-v2.error.json': nothingUsed,
  'get-finding-v2.external-access.json': nothingUsed,
  'get-finding-v2.internal-access.json': nothingUsed,
  'get-finding-v2.no-paginate-page1.json': {
    findings: ['permissions MyRole: lambda 8, s3 22 (it contains a nextToken, so it is one page of several)'],
  },
  'get-finding-v2.resolved.json': { closed: 1 },
  'get-finding-v2.truncated-max-items.json': {
    findings: ['permissions MyRole: lambda 8 (it contains a NextToken, so it is one page of several)'],
  },
  'get-finding-v2.unused-access-key.json': nothingUsed,
  'get-finding-v2.unused-iam-role.json': { findings: ['role old-batch: '] },
  'get-finding-v2.unused-password.json': nothingUsed,
  'get-finding-v2.unused-permission.role.json': { findings: ['permissions MyRole: lambda 8, s3 22, sqs *'] },
  'get-finding-v2.unused-permission.user.json': { findings: ['permissions ci-deployer: iam 3'] },
  'iam.get-account-authorization-details.json': {
    policies: [
      'attached: user ci-deployer by ARN (Deploy), 1 statements',
      'attached: user ci-deployer by ARN (ReadLogs), 1 statements',
      'attached: role MyRole by ARN (QueuesInline), 1 statements',
      'attached: role MyRole by ARN (arn:aws:iam::123456789012:policy/MyRolePolicy), 2 statements, changed 2025-02-10',
    ],
  },
  'iam.get-group-policy.json': {
    policies: [
      'unclear: it belongs to the group Developers, whose members the document does not name (ReadLogs), 1 statements',
    ],
  },
  'iam.get-policy-version.json': { policies: ['unspecified, 2 statements, changed 2025-02-10'] },
  'iam.get-policy.json': strange,
  'iam.get-role-policy.json': { policies: ['attached: role MyRole (QueuesInline), 1 statements'] },
  // The policy is a text inside the document, encoded as for a URL: it is read, and nothing is written into it.
  'iam.get-role-policy.url-encoded.sdk-js.json': { policies: ['attached: role MyRole (QueuesInline), 1 statements'] },
  'iam.get-role.json': strange,
  'iam.get-service-last-accessed-details.action-level.json': { findings: ['report MyRole: lambda 3, s3 4, sqs *'] },
  'iam.get-user-policy.json': { policies: ['attached: user ci-deployer (Deploy), 1 statements'] },
  'list-findings-v2.json': { counted: 2, closed: 2 },
  'policy.MyRole.expected-refined.json': { policies: ['unspecified, 2 statements'] },
  'policy.MyRole.original.json': { policies: ['unspecified, 2 statements'] },
  'policy.edge-cases.json': { policies: ['unspecified, 7 statements'] },
  'policy.inline.QueuesInline.json': { policies: ['unspecified, 1 statements'] },
  'sam.template.json': {
    policies: [
      'unclear: it belongs to the role that SAM creates for Fn1, and the template does not give its name, 1 statements',
      'unclear: it belongs to the role that SAM creates for Fn1, and the template does not give its name, 1 statements',
      'unclear: it belongs to the role that SAM creates for Fn2, and the template does not give its name, 1 statements',
    ],
  },
  'sdk-js.get-finding-v2.json': { findings: ['permissions MyRole: sqs *'] },
  'securityhub-cspm.asff.unused-permission.json': { counted: 1 },
  'securityhub.get-recommended-policy-v2.json': {
    recommendations: ['replace arn:aws:iam::123456789012:policy/MyRolePolicy'],
  },
  'seed-blog.unused-shorthand.json': { findings: ['short form -: lambda 8, s3 22'] },
  'service-reference.account.partial.json': strange,
  'service-reference.s3.partial.json': strange,
  'service-reference.service-list.json': strange,
  // The call of jsonencode is not read in the JSON syntax. The managed policy is not attached in this module.
  'terraform.main.tf.json': {
    policies: [
      'attached: role MyRole, 2 statements',
      'unclear: the module does not attach data.aws_iam_policy_document.single to a principal, 1 statements',
      'attached: role MyRole (Literal), 1 statements',
    ],
  },
};

suite('samples', () => {
  for (const name of readdirSync('test/fixtures/samples'))
    test(name, () => assert.deepEqual(outcomeOf(sample(name)), expected[name]));
});
