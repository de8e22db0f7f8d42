/** A policy that a string of a document holds, with its escapes, goes through every feature. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument, syntaxOf } from '../../core/src/index.ts';
import { everyFeature } from '../support/everyFeature.ts';
import { policyOf, refine } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

/** Tabs, line ends and a slash that is written with an escape: what JSON may escape, and need not. */
const written = String.raw`{\n\t\"Version\": \"2012-10-17\",\n\t\"Statement\": [\n\t\t{ \"Sid\": \"a\/b \u00e9\", \"Effect\": \"Allow\", \"Action\": [\"s3:Get*\", \"s3:PutObject\", \"sqs:SendMessage\"], \"Resource\": \"*\" },\n\t\t{ \"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\" },\n\t\t{ \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\" }\n\t]\n}`;

const documentOf = (policy: string): string => `{\n  "name": "x",\n  "policy": "${policy}"\n}\n`;
const changed = (...changes: readonly (readonly [before: string, after: string])[]): string =>
  documentOf(changes.reduce((policy, [from, to]) => policy.replace(from, () => to), written));

const withoutEntry = [String.raw`, \"sqs:SendMessage\"`, ''] as const;
const statement = [
  String.raw`\t\t{ \"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\" },\n`,
  '',
] as const;

everyFeature({
  file: 'policy.json',
  text: documentOf(written),
  read: (source, before) => readDocument(source, before),
  refined: {
    file: changed([String.raw`\"s3:Get*\"`, String.raw`\"s3:GetObject*\"`], withoutEntry, statement, [
      String.raw`\"Action\": \"s3:*\"`,
      String.raw`\"Action\": [\"s3:GetObject*\", \"s3:PutObject\"]`,
    ]),
    entry: changed(withoutEntry),
    statement: changed(statement),
  },
  written: (action) => String.raw`\"${action}\"`,
  key: String.raw`\"Action\"`,
});

test('a string without line ends gets none, however long its list becomes', () => {
  const names = Array.from({ length: 12 }, (_, i) => `Get${'ABCDEFGHIJKL'[i]}ObjectOfSomeKind`);
  const catalogue = catalogueOf({ s3: [...names, 'GetZ'] });
  const unused = unusedOf({ s3: ['GetZ'] });
  const string = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}';
  const after = string.replace('"s3:Get*"', `[${names.map((name) => `"s3:${name}"`).join(', ')}]`);
  assert.equal(refine(JSON.stringify({ policy: string }), catalogue, unused).text, JSON.stringify({ policy: after }));
});

test('a percent-encoded policy has the size of its text, and places inside its quotes', () => {
  const policy = policyOf('s3:GetObject');
  const text = JSON.stringify({ policy: encodeURIComponent(policy) });
  const reading = readDocument(text);
  const [found] = reading.policies;
  const entry = found?.statements[0]?.action?.entries[0];
  assert.ok(found !== undefined && entry !== undefined);
  const syntax = syntaxOf({ text, reading }, found);
  const { offset, length } = syntax.innerSpan(text, entry.span);
  assert.deepEqual(
    [syntax.size(text, found.span), text.slice(offset, offset + length)],
    [policy.replaceAll(/\s/g, '').length, 's3%3AGetObject'],
  );
});
