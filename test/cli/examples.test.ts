import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { copyExamples } from '../../scripts/examples.ts';
import { run } from './run.ts';

test('the template among the examples is refined: actions, a wildcard, a statement, and no comment but that of an action', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-examples-'));
  try {
    copyExamples(folder, 'all');
    const file = 'templates/reports.yaml';
    const before = readFileSync(path.join(folder, file), 'utf8');
    const { code, stderr } = run(folder, 'fix', file);
    assert.deepEqual([code, stderr], [0, '']);
    const after = before
      .replace('                  - dynamodb:Scan # the old report\n', '')
      .replace('- dynamodb:Describe*', '- dynamodb:DescribeTable*\n                  - dynamodb:DescribeTimeToLive')
      .replace("- 's3:*Object'", "- 's3:GetObject'\n                  - 's3:PutObject'")
      .replace(/ {14}- Sid: SendReports\n(?: {16}.*\n)*/, '');
    assert.equal(readFileSync(path.join(folder, file), 'utf8'), after);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
