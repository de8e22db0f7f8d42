/** A policy that a string of a document holds, with its escapes, goes through every feature. */
import { readDocument } from '../../core/src/index.ts';
import { everyFeature } from '../support/everyFeature.ts';

/** Tabs, line ends and a slash that is written with an escape: what JSON may escape, and need not. */
const written = String.raw`{\n\t\"Version\": \"2012-10-17\",\n\t\"Statement\": [\n\t\t{ \"Sid\": \"a\/b \u00e9\", \"Effect\": \"Allow\", \"Action\": [\"s3:Get*\", \"s3:PutObject\", \"sqs:SendMessage\"], \"Resource\": \"*\" },\n\t\t{ \"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\" },\n\t\t{ \"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\" }\n\t]\n}`;

const documentOf = (policy: string): string => `{\n  "name": "x",\n  "policy": "${policy}"\n}\n`;
const after = (...changes: readonly (readonly [before: string, after: string])[]): string =>
  documentOf(changes.reduce((policy, [from, to]) => policy.replace(from, () => to), written));

const entry = [String.raw`, \"sqs:SendMessage\"`, ''] as const;
const statement = [
  String.raw`\t\t{ \"Effect\": \"Allow\", \"Action\": \"sqs:*\", \"Resource\": \"*\" },\n`,
  '',
] as const;

everyFeature({
  file: 'policy.json',
  text: documentOf(written),
  read: (source, before) => readDocument(source, before),
  refined: {
    file: after([String.raw`\"s3:Get*\"`, String.raw`\"s3:GetObject*\"`], entry, statement, [
      String.raw`\"Action\": \"s3:*\"`,
      String.raw`\"Action\": [\"s3:GetObject*\", \"s3:PutObject\"]`,
    ]),
    entry: after(entry),
    statement: after(statement),
  },
  written: (action) => String.raw`\"${action}\"`,
  key: String.raw`\"Action\"`,
});
