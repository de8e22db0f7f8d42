/**
 * Laws about reading any input: nothing throws or hangs, and no edit damages a document. The input is damaged real
 * text.
 */
import { capableClient } from '../support/clientCapabilities.ts';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { TextEdit as LspEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { stringify } from 'yaml';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { applyEdits, spanEnd } from '../../core/src/text/index.ts';
import { createFindingsIndex, createEngine, findingEntries, readDocument, type Syntax } from '../../core/src/index.ts';
import { noReference, openCatalogue, readCatalogue } from '../../core/src/actions/index.ts';
import { mapPolicy, readConfig, useAccount } from '../../core/src/config/index.ts';
import { createPolicyMatcher } from '../../core/src/matching/policyMatcher.ts';
import type { DocumentAnalysis } from '../../server/src/documents/analyser.ts';
import { codeActionsFor } from '../../server/src/features/fixes/codeActions.ts';
import { entryAt } from '../../server/src/features/entryAt.ts';
import { hoverLines } from '../../server/src/features/hoverLines.ts';
import { preview } from '../../server/src/features/preview.ts';
import { defaultSettings } from '../../server/src/lsp/settings.ts';
import { unknownSubject } from '../../core/src/policy/subject.ts';
import { hclSyntax } from '../support/hclSyntax.ts';
import { builtIn, sample, unusedOf } from '../support/samples.ts';
import { broken, brokenInPlaces } from './brokenText.ts';
import { law, type Law } from './law.ts';
import { examined } from '../support/policies.ts';

const samples = readdirSync('test/fixtures/samples').map(sample);
const examples = ['MyRole.json', 'Auditor.json', 'DataPipeline/policy.json', 'findings/MyRole.finding.json'];
const documents = [...samples, ...examples.map((file) => readFileSync(`examples/${file}`, 'utf8'))];
const compact = documents.map((text) => JSON.stringify(JSON.parse(text)));

/** The same in YAML, and a template with short forms, comments, all quotes and JSON in a block scalar. */
const yamlDocuments = [
  ...documents.map((text) => stringify(JSON.parse(text))),
  `Resources:
  Role: # the role
    Type: AWS::IAM::Role
    Properties:
      RoleName: MyRole
      Policies:
      - PolicyName: p
        PolicyDocument: &doc
          Statement:
          - Effect: Allow # why
            Action:
            - s3:Get* # reads
            - 's3:PutObject'
            -
              "lambda:*"
            - !If [Prod, sqs:*, !Ref AWS::NoValue]
            Resource: !Sub '\${Bucket}/*'
          - {Effect: Allow, Action: [iam:Get*, # a
              "dynamodb:*"], Resource: "*"}
          - !If
            - Prod
            - Effect: Allow
              Action: logs:*
              Resource: '*'
            - !Ref AWS::NoValue
      - PolicyName: q
        PolicyDocument: !Sub |
          {"Statement": [
            {"Effect": "Allow", "Action": [
              "s3:*",
              "sqs:SendMessage"
            ], "Resource": "\${A}"}]}
`,
];

/** Terraform in all its forms, with comments, expressions and templates. */
const hclDocuments = [
  `# the role
resource "aws_iam_role" "r" {
  name = "MyRole"
  inline_policy {
    name   = "\${var.x}-p"
    policy = data.aws_iam_policy_document.d.json
  }
}

data "aws_iam_policy_document" "d" {
  version = "2012-10-17" // the only one
  statement {
    sid     = "A"
    actions = ["s3:Get*", "s3:PutObject", /* all */ "lambda:*"] # why
    resources = [
      "\${aws_s3_bucket.b.arn}/$\${aws:username}", # one
      "*"
    ]
    condition {
      test     = "StringEquals"
      variable = "aws:x"
      values   = [for x in var.all : "\${x}-\${x}"]
    }
  }

  # between
  statement {
    effect  = "Deny"
    actions = ["iam:*"]
  }
  dynamic "statement" {
    for_each = var.all
    content {
      actions   = concat(["sqs:SendMessage", "sqs:Get*"], var.actions)
      resources = [statement.value]
    }
  }
  statement { actions = ["dynamodb:*"] }
}
`,
  `resource "aws_iam_role_policy" "p" {
  role = "MyRole"
  policy = jsonencode({
    Version = "2012-10-17"
    "Statement" : [
      { Effect = "Allow", Action = "s3:*", Resource = "*" }, # short
      var.x ? { Effect = "Allow", Action = ["iam:Get*"], Resource = "*" } : null,
      {
        Effect = "Allow"
        Action = [
          "lambda:*",        // all
          "sqs:SendMessage", # one
          "\${var.service}:Get*",
          "dynamodb:Get\\u002a"
        ]
        Resource = "*"
      }
    ]
  })
}

resource "aws_iam_user_policy" "u" {
  user   = "MyRole"
  policy = <<-EOT
    {"Statement": [
      {"Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "\${x["a"]}"},
      {"Effect": "Allow", "Action": "logs:*", "Resource": \${jsonencode(var.all)}}
    ]}
  EOT
}

resource "aws_iam_group_policy" "g" {
  group  = "G"
  policy = "{\\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Action\\": [\\"s3:*\\", \\"sqs:SendMessage\\"]}]}"
}

module "m" {
  source   = "./m"
  policies = [jsonencode({ Statement = { Effect = "Allow", Action = ["logs:*", "s3:*"], Resource = "*" } })]
}
`,
];

const configs = [
  '{"findings": ["a/*.json", {"files": "b", "principal": "arn:aws:iam::123456789012:role/MyRole"}]}',
  '{"policies": [{"files": "**", "attachedTo": ["arn:aws:iam::123456789012:role/MyRole"]}], "keep": []}',
  '{"keep": [{"actions": ["s3:*", "*"], "reason": "r", "until": "2026-01-01"}], "policies": []}',
  '{"accounts": [{"files": "**", "account": "123456789012"}], "policies": []}',
  '{}',
];

const anyDocument = broken([...documents, ...compact]);
/** A findings file in the short form, which applies to any policy in its folder: half of some services is unused. */
const speaking = JSON.stringify({
  id: 'f',
  resource: 'arn:aws:iam::123456789012:role/MyRole',
  status: 'ACTIVE',
  findingType: 'UnusedPermission',
  analyzedAt: '2026-11-20T06:01:12Z',
  findingDetails: ['s3', 'lambda', 'sqs', 'iam', 'dynamodb', 'logs'].map((serviceNamespace) => ({
    unusedPermissionDetails: {
      serviceNamespace,
      actions: builtIn
        .service(serviceNamespace)
        ?.names.filter((_, i) => i % 2 === 0)
        .map((action) => ({ action })),
    },
  })),
});
const anyFindings = fc.oneof(fc.constant(speaking), broken([speaking]), anyDocument);
const anyConfig = broken(configs);

function readsOrSaysWhy(text: string): void {
  const { findings, error } = readFindings(text);
  assert.ok(error === undefined || (findings.count === 0 && error.span.offset <= text.length), JSON.stringify(error));
  for (let i = 0; i < findings.count; i++) {
    const { offset, length } = findings.span(i);
    assert.ok(offset >= 0 && offset + length <= text.length);
    assert.ok(findings.finding(i).services.size >= 0);
    findingEntries(text.slice(offset, offset + length));
  }
}

const uri = 'file:///w/MyRole.json';
const folder = { uri: 'file:///w', isWorkspace: true };

/** A text and its syntax, if it is not JSON. */
interface Written {
  readonly text: string;
  readonly syntax?: Syntax;
}

/** The analysis of a document as the server makes it, without a server. */
function analysed({ text, syntax }: Written, findings: string, config: string): DocumentAnalysis {
  const settings = readConfig(config);
  const now = Date.UTC(2026, 10, 24);
  const index = createFindingsIndex([{ file: 'file:///w/f.json', reading: readFindings(findings) }], now);
  const matcher = createPolicyMatcher({
    index,
    config: settings.kind === 'read' ? { file: '.iam-refine.json', config: settings.config } : undefined,
    catalogue: builtIn,
    now,
    staleAfterDays: 90,
    minimumAgeDays: 30,
  });
  const engine = createEngine(builtIn);
  const reading = readDocument(text, undefined, syntax);
  const matches = reading.policies.map(({ subject }) =>
    matcher.ofFile(
      { segments: ['MyRole.json'], folder: folder.uri, pathInConfig: 'MyRole.json' },
      // Who has the policies of a Terraform module is of no interest here: they are edited as if it was known.
      subject.address === undefined ? subject : unknownSubject,
    ),
  );
  const analysis = engine.examine({ text, reading }, matches);
  const sources = { folder, settings: defaultSettings, catalogue: builtIn, index };
  return {
    version: 1,
    analysis,
    engine,
    sources,
  };
}

function hoverAt(found: DocumentAnalysis, offset: number): void {
  const place = entryAt(found, offset);
  const explanation = place && found.engine.explain(found.analysis, place);
  if (place !== undefined)
    hoverLines(found, place, explanation, { now: 0, accesses: new Map(), reference: noReference });
}

/** Every edit that is offered leaves a document with no more errors than before. */
function isEditedSafely(written: Written, findings: string, config: string): void {
  const { text, syntax } = written;
  const found = analysed(written, findings, config);
  assert.deepEqual(found.analysis.defects, []);
  const document = TextDocument.create(uri, 'json', 1, text);
  const whole = { start: document.positionAt(0), end: document.positionAt(text.length) };
  const errors = found.analysis.reading.errors.length;
  const check = (edited: string): void => assert.equal(readDocument(edited, undefined, syntax).errors.length, errors);
  for (const only of [undefined, ['source.fixAll.iamRefine']]) {
    const params = {
      textDocument: { uri },
      range: whole,
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    };
    for (const { edit } of codeActionsFor(document, found, params, capableClient))
      for (const change of edit?.documentChanges ?? []) {
        if (!('edits' in change) || change.textDocument.uri !== uri) continue;
        assert.equal(errors, 0, 'nothing is offered for a document with a syntax error');
        check(TextDocument.applyEdits(document, change.edits as LspEdit[]));
      }
  }
  const shown = preview(found);
  if (shown.kind === 'preview') check(shown.refined);
  for (const { span } of found.analysis.problems) hoverAt(found, span.offset);
}

/** The laws about reading. */
export const readingLaws: readonly Law[] = [
  law('a findings file is read, or says where it is broken', anyDocument, readsOrSaysWhy, 300),
  law(
    'a policy is analysed, and what is offered leaves a document as sound as it was',
    fc.tuple(anyDocument, anyFindings, anyConfig),
    ([text, findings, config]) => isEditedSafely({ text }, findings, config),
    150,
  ),
  law(
    'a policy in YAML is analysed, and what is offered leaves a document as sound as it was',
    fc.tuple(brokenInPlaces(yamlDocuments), anyFindings, anyConfig),
    ([text, findings, config]) => isEditedSafely({ text, syntax: yamlSyntax }, findings, config),
    150,
  ),
  law(
    'a policy in Terraform is analysed, and what is offered leaves a document as sound as it was',
    fc.tuple(brokenInPlaces(hclDocuments), anyFindings, anyConfig),
    ([text, findings, config]) => isEditedSafely({ text, syntax: hclSyntax }, findings, config),
    150,
  ),
  law(
    'a configuration is read, or says where it is wrong; one that is read can be written into',
    anyConfig,
    (text) => {
      const reading = readConfig(text);
      if (reading.kind === 'unreadable') return;
      const edit = mapPolicy(text, 'x.json', ['arn:aws:iam::123456789012:role/A']);
      assert.ok(edit.kind === 'edit', JSON.stringify(edit));
      const after = readConfig(applyEdits(text, edit.edits) ?? '{');
      assert.ok(after.kind === 'read');
      assert.deepEqual(
        after.config.policies
          .find(({ files }) => files === 'x.json')
          ?.attachedTo.map(({ principal }) => principal.name),
        ['A'],
      );
      const inAccount = useAccount(text, 'x.json', '111111111111');
      assert.ok(inAccount.kind === 'edit', JSON.stringify(inAccount));
      const withAccount = readConfig(applyEdits(text, inAccount.edits) ?? '{');
      assert.ok(withAccount.kind === 'read');
      assert.equal(withAccount.config.accounts.find(({ files }) => files === 'x.json')?.account, '111111111111');
    },
    200,
  ),
  law(
    'a catalogue is read, or says where it is wrong; with what is read, policies are refined as ever',
    fc.tuple(
      broken([
        sample('catalogue.2024-08.s3-lambda.json'),
        '{"s3": [{"name": "GetObject", "tracked": true}, "GetObjectAcl", "PutObject"], "lambda": [], "S3": ["GetObject"]}',
      ]),
      fc.constantFrom(...documents),
    ),
    ([text, document]) => {
      const reading = readCatalogue(text, 'x');
      if (reading.kind === 'unreadable') {
        assert.ok(spanEnd(reading.error.span) <= text.length);
        return;
      }
      const unused = unusedOf({ s3: ['GetObject', 'GetBucketAcl'], lambda: null });
      const engine = createEngine(reading.catalogue);
      const analysis = examined(engine, document, unused);
      assert.deepEqual(analysis.defects, []);
      assert.deepEqual(
        readDocument(applyEdits(document, engine.refine(analysis, { kind: 'file' }).edits) ?? '{').errors,
        [],
      );
    },
    100,
  ),
  law(
    'a packed catalogue that is broken is no trouble',
    fc
      .tuple(fc.constantFrom('iam-refine-catalogue 1 2026-01-01 1 2\ns3 L0A R1B', ''), fc.string())
      .map(([packed, more]) => packed + more),
    (text) => {
      const catalogue = openCatalogue(text);
      for (const service of catalogue.services) assert.ok((catalogue.service(service)?.names.length ?? 0) >= 0);
    },
    200,
  ),
];
