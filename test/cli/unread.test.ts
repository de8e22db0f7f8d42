/** Parts of a document that were not read, and policies that are too new: what `check` and `fix` make of them. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Examination, ExaminedFile } from '../../cli/src/examination.ts';
import { fix } from '../../cli/src/fix.ts';
import { catalogueFromNames } from '../../core/src/actions/catalogue.ts';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import {
  createFindingsIndex,
  createEngine,
  readDocument,
  type FindingMatch,
  type UnreadPart,
} from '../../core/src/index.ts';
import { createPolicyMatcher } from '../../core/src/matching/policyMatcher.ts';
import { say } from '../../core/src/text/index.ts';
import { checkOf, examinationOf } from '../support/examination.ts';

const arn = 'arn:aws:iam::123456789012:role/A';
const text = '{"Statement": [{"Effect": "Allow", "Action": ["sqs:Send", "sqs:List"], "Resource": "*"}]}';
const catalogue = catalogueFromNames([['sqs', [{ name: 'Send' }, { name: 'List' }]]], say('the catalogue'));
const engine = createEngine(catalogue);

/** A finding about one action, as evidence for the policy. */
function evidenceOf(action: string): FindingMatch {
  const finding = JSON.stringify({
    resource: arn,
    status: 'ACTIVE',
    findingType: 'UnusedPermission',
    analyzedAt: new Date().toISOString(),
    findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs', actions: [action] } }],
  });
  const index = createFindingsIndex([{ file: '/f.json', reading: readFindings(finding) }], Date.now());
  const matcher = createPolicyMatcher({ index, catalogue, now: Date.now(), staleAfterDays: 90, minimumAgeDays: 30 });
  return matcher.ofFile(
    { segments: ['A.json'], folder: '/' },
    readDocument(text).policies[0]?.subject ?? assert.fail(),
  );
}

interface Case {
  readonly unread?: readonly UnreadPart[];
  readonly evidence?: FindingMatch;
}

function examined({ unread = [], evidence = evidenceOf('Send') }: Case): Examination<ExaminedFile> {
  const reading = { ...readDocument(text), unread };
  const analysis = engine.examine({ text, reading }, [evidence]);
  return examinationOf({ path: '/A.json', file: { text, mark: '' }, analysis }, { engine, catalogue });
}

const part: UnreadPart = { span: { offset: 0, length: 1 }, reason: say('a statement is computed') };
const notYet: UnreadPart = { ...part, reason: say('a policy template of SAM'), isNotYet: true };

const lastLine = (out: string): string | undefined => out.trimEnd().split('\n').at(-1);
const checked = (one: Case, allowUnread = false): readonly [code: number, summary: string | undefined] => {
  const { exitCode, stdout } = checkOf(examined(one), { format: 'text', allowUnread });
  return [exitCode, lastLine(stdout)];
};
const fixed = async (one: Case, allowUnread = false): Promise<readonly [code: number, told: readonly string[]]> => {
  const options = {
    output: 'dry-run',
    isCompact: false,
    includesUntracked: false,
    acceptsGeneratedNames: false,
    extendsNotAction: false,
    format: 'text',
    allowUnread,
  } as const;
  const { exitCode, stdout, stderr } = await fix(examined(one), options);
  return [exitCode, [...stdout.trimEnd().split('\n'), ...stderr]];
};
const nothingUnused = evidenceOf('Other');

suite('check', () => {
  test('a part that could not be read: exit 2, unless that is allowed', () => {
    const summary = '1 policy checked against the catalogue; 1 part not read; 2 problems';
    assert.deepEqual(
      [checked({ unread: [part] }), checked({ unread: [part] }, true)],
      [
        [2, summary],
        [1, summary],
      ].map(([code, line]) => [code, line]),
    );
  });

  test('nothing else to say: nothing is claimed of what was not read', () => {
    const summary = '1 policy checked against the catalogue; 2 parts not read; 2 problems';
    const one = { unread: [part, part], evidence: nothingUnused };
    assert.deepEqual(
      [checked(one), checked(one, true)],
      [
        [2, summary],
        [0, summary],
      ].map(([code, line]) => [code, line]),
    );
  });

  test('a part of a kind that is not read yet is counted, and no failure', () =>
    assert.deepEqual(checked({ unread: [notYet], evidence: nothingUnused }), [
      0,
      '1 policy checked against the catalogue; 1 part not supported yet; 1 problem',
    ]));
});

suite('fix', () => {
  const removed = '/A.json: would remove 1 action unused by A, keep 1 (checked against the catalogue)';

  test('a part that could not be read is left undone: exit 1, unless that is allowed', async () => {
    const told = [removed, '/A.json: policy.unread: a statement is computed'];
    assert.deepEqual(
      [await fixed({ unread: [part] }), await fixed({ unread: [part] }, true)],
      [
        [1, told],
        [0, told],
      ].map(([code, lines]) => [code, lines]),
    );
  });

  test('a part of a kind that is not read yet is told, and no failure', async () =>
    assert.deepEqual(await fixed({ unread: [notYet] }), [
      0,
      [removed, '/A.json: policy.unread: a policy template of SAM'],
    ]));

  test('a policy that is too new for its report is left as it is: exit 1', async () => {
    const evidence = evidenceOf('Send');
    assert.ok(evidence.kind === 'matched');
    assert.deepEqual(
      await fixed({ evidence: { ...evidence, tooNew: say('it is a day old'), stale: say('it is old') } }),
      [1, ['/A.json: left unchanged', '/A.json: finding.too-new: it is a day old']],
    );
  });
});
