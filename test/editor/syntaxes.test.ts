/**
 * Policies in YAML and in Terraform, from the squiggle to the saved file, and the names of roles that are made when
 * deployed. Keeps a picture of each step.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { finding, roleArn } from './samples.ts';
import { startSession, type Session } from './session.ts';
import { terraformExtension } from './terraformExtension.ts';
import type { Workbench } from './workbench.ts';

interface Row {
  readonly what: string;
  readonly folder: string;
  readonly file: string;
  /** What its policy says above it. */
  readonly lens: string;
  /** The place of a wildcard, and the title of its fix. */
  readonly wildcard: { readonly line: number; readonly column: number; readonly fix: string };
  /** What becomes of the lines of the file, each once. */
  readonly changes: readonly (readonly [from: string, to: string])[];
}

const rows: readonly Row[] = [
  {
    what: 'a template in YAML',
    folder: 'templates',
    file: 'reports.yaml',
    lens: 'ReportWriter: ',
    wildcard: { line: 31, column: 25, fix: 'Replace dynamodb:Describe* with 2 shortest safe prefixes' },
    changes: [
      ['                  - dynamodb:Scan # the old report\n', ''],
      ['- dynamodb:Describe*\n', '- dynamodb:DescribeTable*\n                  - dynamodb:DescribeTimeToLive\n'],
      ["- 's3:*Object'\n", "- 's3:GetObject'\n                  - 's3:PutObject'\n"],
      [
        `              - Sid: SendReports
                Effect: Allow
                Action: [ses:SendEmail, ses:SendRawEmail]
                Resource: '*'
`,
        '',
      ],
    ],
  },
  {
    what: 'a Terraform file, whose role is in another file',
    folder: 'terraform',
    file: 'policy.tf',
    lens: 'Ingest: 9 of',
    wildcard: { line: 7, column: 10, fix: 'Replace s3:List* with 8 shortest safe prefixes' },
    changes: [
      ['      "s3:PutBucketPolicy", # until the bucket has moved\n', ''],
      [
        '      "s3:List*",\n',
        [
          'ListAccessGrants*',
          'ListAccessPointsForObjectLambda',
          'ListBucket',
          'ListCallerAccessGrants',
          'ListMultiRegionAccessPoints',
          'ListObject*',
          'ListStorageLensGroups',
          'ListTagsForResource',
        ]
          .map((name) => `      "s3:${name}",\n`)
          .join(''),
      ],
      ['["sns:Publish", "sns:DeleteTopic"]', '["sns:Publish"]'],
    ],
  },
];

suite('other syntaxes', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await startSession({ name: 'syntaxes', viewport: { width: 1280, height: 800 }, examples: 'all' });
    workbench = session.workbench;
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  for (const { what, folder, file, lens, wildcard, changes } of rows)
    test(`${what}: what is unused is marked, and goes with the whole file`, async () => {
      const { page } = workbench;
      const at = path.join(session.folder, folder, file);
      const expected = changes.reduce(
        (text, [from, to]) => {
          assert.equal(text.split(from).length, 2, from);
          return text.replace(from, to);
        },
        readFileSync(at, 'utf8'),
      );

      await workbench.openFile(file);
      await page.locator('.codelens-decoration', { hasText: lens }).waitFor({ timeout: 60_000 });
      await workbench.goTo(wildcard.line, wildcard.column);
      await workbench.squiggles('warning').nth(2).waitFor();
      await workbench.screenshot(`syntax-${folder}-1`);

      await workbench.openActionMenu();
      await workbench.actionMenu().getByText(wildcard.fix).waitFor();
      await workbench.screenshot(`syntax-${folder}-2`);
      await workbench.actionMenu().getByText('Refine Whole File').click();
      await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
      await page.keyboard.press('Control+s');
      await page.locator('.tab.active:not(.dirty)', { hasText: file }).waitFor();
      await workbench.screenshot(`syntax-${folder}-3`);

      assert.equal(readFileSync(at, 'utf8'), expected);
    });
});

const computedNames = `variable "app" {
  type = string
}

resource "aws_iam_role" "reader" {
  name               = "\${var.app}-reader"
  assume_role_policy = var.trust
}

resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:PurgeQueue"], Resource = "*" }]
  })
}

resource "aws_iam_role" "writer" {
  name               = "\${var.app}-writer"
  assume_role_policy = var.trust
}

resource "aws_iam_role_policy" "writer" {
  role   = aws_iam_role.writer.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage", "sqs:DeleteQueue"], Resource = "*" }]
  })
}
`;

const generatedName = `Resources:
  WorkerRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
      Policies:
        - PolicyName: queue
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action:
                  - sqs:SendMessage
                  - sqs:PurgeQueue # no longer
                Resource: '*'
`;

const worker = 'prod-WorkerRole-1A2B3C4D5E6F';

const trustOnly = `${JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  null,
  4,
)}\n`;

suite('roles whose names are made when deployed, beside the extension of HashiCorp', { timeout: 600_000 }, () => {
  let session: Session;
  let workbench: Workbench;

  const files: Readonly<Record<string, string>> = {
    'app/roles.tf': computedNames,
    'stacks/worker.yaml': generatedName,
    'trust.json': trustOnly,
    'findings/shop-reader.finding.json': finding('shop-reader', 'sqs', ['PurgeQueue']),
    'findings/shop-writer.finding.json': finding('shop-writer', 'sqs', ['DeleteQueue']),
    'findings/worker.finding.json': finding(worker, 'sqs', ['PurgeQueue']),
  };

  before(async () => {
    session = await startSession({
      name: 'deployed',
      viewport: { width: 1280, height: 800 },
      examples: 'all',
      otherExtensions: [terraformExtension()],
    });
    workbench = session.workbench;
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(session.folder, file)), { recursive: true });
      writeFileSync(path.join(session.folder, file), text);
    }
  });
  after(() => session?.stop());
  afterEach((context) => workbench.screenshotOfFailure(context));

  const onDisk = (file: string): string => readFileSync(path.join(session.folder, file), 'utf8');
  const lens = (text: string) => workbench.page.locator('.codelens-decoration', { hasText: text });

  test('Terraform by its language: problems, and the parts of an action in colours of their own', async () => {
    const { page } = workbench;
    await workbench.openFile('policy.tf');
    await lens('Ingest: 9 of').waitFor({ timeout: 60_000 });
    await workbench.squiggles('warning').nth(2).waitFor();
    await workbench.screenshot('deployed-1');
    assert.equal(await page.locator('#status\\.editor\\.mode').textContent(), 'Terraform');
    const parts = page.locator('.view-line', { hasText: '"s3:List*"' }).locator('span > span');
    assert.deepEqual(
      (await parts.allTextContents()).filter((part) => part.trim() !== ''),
      ['"', 's3', ':', 'List', '*', '"', ','],
    );
  });

  test('Choose Finding maps one of several policies by its address', async () => {
    const { page } = workbench;
    await workbench.openFile('roles.tf');
    await lens('No finding for this policy').nth(1).waitFor();
    await workbench.goTo(27, 60);
    await workbench.startCommand('IAM Refine: Choose Finding for This Policy…');
    const choice = page.locator('.quick-input-list .monaco-list-row', { hasText: 'shop-writer' });
    await choice.waitFor();
    await workbench.screenshot('deployed-2');
    await choice.click();
    await page.keyboard.press('Enter');
    await lens('shop-writer: 1 of 2').waitFor();
    await workbench.screenshot('deployed-3');
    const chosen = {
      files: 'app/roles.tf',
      resource: 'aws_iam_role_policy.writer',
      attachedTo: [roleArn('shop-writer')],
    };
    assert.deepEqual(JSON.parse(onDisk('.iam-refine.json')), { policies: [chosen] });
  });

  test('a generated name is offered, confirmed once, and then refined', async () => {
    const { page } = workbench;
    await workbench.openFile('worker.yaml');
    await lens('name not confirmed').waitFor();
    await workbench.goTo(15, 22);
    await workbench.openActionMenu();
    await workbench.screenshot('deployed-4');
    await workbench.actionMenu().getByText(`Confirm that WorkerRole is ${worker}`).click();
    await lens('name not confirmed').waitFor({ state: 'detached' });
    await lens(`${worker}: 1 of 2 unused`).waitFor();
    await workbench.runCommand('IAM Refine: Refine Whole File');
    await lens('Nothing reported unused').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.tab.active:not(.dirty)', { hasText: 'worker.yaml' }).waitFor();
    await workbench.screenshot('deployed-5');
    assert.equal(
      onDisk('stacks/worker.yaml'),
      generatedName.replace('                  - sqs:PurgeQueue # no longer\n', ''),
    );
    assert.match(onDisk('.iam-refine.json'), /"resource": "WorkerRole"/);
  });

  test('a trust policy is left alone, and the status says why', async () => {
    const { page } = workbench;
    await workbench.openFile('trust.json');
    await page.locator('#status\\.languageStatus').click();
    await page.locator('.hover-language-status', { hasText: 'trust policy' }).first().waitFor();
    await workbench.screenshot('deployed-6');
    assert.equal(await page.locator('.hover-language-status', { hasText: 'Choose Finding' }).count(), 0);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.codelens-decoration').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Preview Refinement' }).count(), 0);
  });
});
