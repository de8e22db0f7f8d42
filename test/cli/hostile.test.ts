/**
 * Whatever is written into files and their names, into findings, configurations and options: what is printed of it is
 * text.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import * as fc from 'fast-check';
import { printableJson } from '../../cli/src/printable.ts';
import { runWith } from '../../cli/src/run.ts';
import { hostileTexts, isHarmless } from '../support/hostile.ts';
import { holds } from '../support/property.ts';
import { slow } from '../support/slow.ts';

const json = JSON.stringify;
const arn = 'arn:aws:iam::111122223333:role/MyRole';
const now = new Date().toISOString();
const statement = (...actions: readonly string[]): object => ({ Effect: 'Allow', Action: actions, Resource: '*' });

/** The files of a folder in which all that can be named is named to harm. */
function filesWith(text: string): Readonly<Record<string, string>> {
  const name = text.replaceAll(/[/\0]/g, '');
  const finding = (fields: object): object => ({
    id: text,
    resource: arn,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: now,
    findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions: [{ action: 'SendMessage' }] } }],
    ...fields,
  });
  const role = {
    RoleName: text,
    Policies: [{ PolicyName: text, PolicyDocument: { Statement: [statement('sqs:*')] } }],
  };
  const template = {
    Resources: {
      [text]: { Type: 'AWS::IAM::Role', Properties: role },
      P: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { Roles: [{ Ref: text }, text], PolicyDocument: { Statement: [{ [text]: text }] } },
      },
      Q: { Type: `AWS::IAM::${text}`, Properties: { PolicyDocument: { Statement: [statement('sqs:*')] } } },
    },
  };
  const details = {
    RoleDetailList: [
      { RoleName: text, Arn: `${arn}${text}`, RolePolicyList: [{ PolicyName: text, PolicyDocument: text }] },
    ],
    Policies: [
      {
        PolicyName: text,
        Arn: text,
        PolicyVersionList: [{ Document: { Statement: [statement('sqs:*')] }, IsDefaultVersion: true }],
      },
    ],
  };
  return {
    'MyRole.json': json({
      Id: text,
      Statement: [{ Sid: text, ...statement('sqs:SendMessage', `sqs:${text}`, text, 'sqs:Purge*') }],
    }),
    [`MyRole/${name}.json`]: json({
      Statement: [
        { ...statement('sqs:*'), Effect: text },
        { ...statement('sqs:*'), [text]: text },
      ],
    }),
    [`MyRole/${name} broken.json`]: json({ Statement: [statement('sqs:*')] }).replace(':', ''),
    [`MyRole/${name} group.json`]: json({
      GroupName: text,
      PolicyName: text,
      PolicyDocument: { Statement: [statement('sqs:*')] },
    }),
    [`${name}/template.json`]: json(template),
    [`${name}/details.json`]: json(details),
    [`${name}/holder.json`]: json({ RoleName: text, PolicyDocument: { Statement: [statement('sqs:*')] } }),
    [`${name}.yaml`]: 'Statement:\n  - Effect: Allow\n    Action: sqs:*\n    Resource: "*"\n',
    [`${name} large.json`]: '',
    'a.finding.json': json(finding({})),
    'b.finding.json': json([
      finding({ status: text }),
      finding({ findingType: text }),
      finding({ error: text, isDeleted: text }),
    ]),
    'c.finding.json': json(
      finding({
        id: `${text}c`,
        findingDetails: [{ unusedPermissionDetails: { serviceNamespace: text, actions: [{ action: text }] } }],
      }),
    ),
    'd.finding.json': json({ findings: [{ ...finding({ id: text }), findingDetails: undefined }], [text]: text }),
    'e.finding.json': json({ [text]: { Resource: arn, [text]: text }, resource: arn, error: text, message: text }),
    [`${name}.finding.json`]: `{"resource": "${arn}", ${json(text)} 1}`,
    '.iam-refine.json': json({
      keep: [
        { actions: ['sqs:Purge*'], reason: text },
        { actions: ['sqs:Nothing*'], reason: text, until: '2020-01-01' },
      ],
    }),
    'below/.iam-refine.json': json({ [text]: text }),
    'below/p.json': json({ Statement: [statement('sqs:*')] }),
    'wrong/.iam-refine.json': json({ policies: [{ files: text, attachedTo: [text] }] }),
    'wrong/p.json': json({ Statement: [statement('sqs:*')] }),
    [`catalogue ${name}.json`]: json({ sqs: ['SendMessage', 'PurgeQueue'] }),
    'broken catalogue.json': json({ [text]: [text] }),
    'reference/a.json': json({ Name: text, Actions: [{ Name: text }] }),
  };
}

/** The command lines that show it. */
function commandLines(text: string): readonly (readonly string[])[] {
  const catalogue = `catalogue ${text.replaceAll(/[/\0]/g, '')}.json`;
  const formats = ['text', 'json', 'sarif', 'github'];
  return [
    ...formats.map((format) => ['check', '.', '--format', format]),
    ...formats.map((format) => [
      'check',
      '.',
      '--principal',
      arn,
      '--assume-principal',
      '--catalogue',
      catalogue,
      '--format',
      format,
    ]),
    ['check', '.', '--allow-unread', '--findings', 'a.finding.json'],
    ['fix', '.', '--dry-run'],
    ['fix', '.', '--dry-run', '--format', 'json', '--catalogue', catalogue],
    ['explain', 'sqs:Purge*', text],
    ['explain', 'sqs:Purge*', 'sqs:*', '--catalogue', catalogue, '--format', 'json', '--principal', arn],
    ['explain', `sqs:${text}`],
    [text],
    ['check', text],
    ['check', '.', `--${text}`],
    ['check', '.', `--compact=${text}`],
    ['fix', '.', '--dry-run', text],
    ...['format', 'findings', 'principal', 'catalogue', 'config', 'stdin-path', 'from'].map((name) => [
      'check',
      'MyRole.json',
      `--${name}`,
      text,
    ]),
    ['check', 'MyRole.json', '--catalogue', 'broken catalogue.json'],
    ['check', 'MyRole.json', '--config', 'below/.iam-refine.json'],
    ['catalogue', text],
    ['catalogue', 'update', '--from', text, '--catalogue', text],
    ['catalogue', 'update', '--from', `http://${text}`, '--catalogue', text],
    ['catalogue', 'update', '--from', 'reference', '--catalogue', 'x.json'],
  ];
}

suite('what is printed', () => {
  const usual = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  before(() => process.chdir(folder));
  after(() => {
    process.chdir(usual);
    rmSync(folder, { recursive: true });
  });

  /** What is not harmless of what is printed of a text. */
  const harm = async (text: string): Promise<readonly unknown[]> => {
    const here = mkdtempSync(path.join(folder, 'w-'));
    process.chdir(here);
    for (const [file, content] of Object.entries(filesWith(text))) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
      if (file.endsWith(' large.json')) truncateSync(file, 5 * 1024 * 1024 + 1);
    }
    const found: unknown[] = [];
    for (const args of commandLines(text)) {
      const { stdout, stderr, exitCode } = await runWith(args);
      const ours = args.includes('github') ? stdout.replaceAll(/^::(?:warning|notice) file=/gm, '') : stdout;
      assert.notEqual(stdout + stderr, '');
      if (/unexpected error/.test(stderr)) found.push([args, stderr]);
      for (const line of [...ours.split('\n'), ...stderr.split('\n')])
        if (!isHarmless(line)) found.push([args, exitCode, line]);
    }
    return found;
  };

  for (const text of hostileTexts) slow(json(text), async () => assert.deepEqual(await harm(text), []));
});

test('JSON that is printed means what it meant, and is harmless', () => {
  holds(fc.jsonValue(), (value) => assert.deepEqual(JSON.parse(printableJson(value)), JSON.parse(json(value))));
  holds(fc.array(fc.constantFrom(...hostileTexts, '\\', '"')), (parts) => {
    const value = { [parts.join('')]: parts };
    const printed = printableJson(value);
    assert.deepEqual(JSON.parse(printed), value);
    assert.deepEqual(
      printed.split('\n').filter((line) => !isHarmless(line)),
      [],
    );
  });
});
