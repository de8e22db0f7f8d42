/** Policies in YAML and in Terraform, from the squiggle to the saved file. Keeps a picture of each. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, suite, test } from 'node:test';
import { startSession, type Session } from './session.ts';
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
