/** Every feature reads and edits YAML, as it reads and edits JSON. */
import { suite } from 'node:test';
import { readDocument } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { everyFeature } from '../support/everyFeature.ts';

const block = `# A policy
Version: 2012-10-17
Statement:
  - Sid: First # the first
    Effect: Allow
    Action:
      - s3:Get* # reads
      # writes
      - s3:PutObject
      - sqs:SendMessage # sends
    Resource: '*'
  # about the second
  - Effect: Allow
    Action: sqs:*
    Resource: '*'
  - Effect: Allow
    Action: s3:* # all
    Resource: '*'
# the end
`;

suite('in block style', () =>
  everyFeature({
    file: 'MyRole.yaml',
    text: block,
    read: (text, before) => readDocument(text, before, yamlSyntax),
    refined: {
      file: `# A policy
Version: 2012-10-17
Statement:
  - Sid: First # the first
    Effect: Allow
    Action:
      - s3:GetObject* # reads
      # writes
      - s3:PutObject
    Resource: '*'
  # about the second
  - Effect: Allow
    Action:
      - s3:GetObject*
      - s3:PutObject # all
    Resource: '*'
# the end
`,
      entry: block.replace('      - sqs:SendMessage # sends\n', ''),
      statement: block.replace("  - Effect: Allow\n    Action: sqs:*\n    Resource: '*'\n", ''),
    },
    written: (action) => action,
    key: 'Action',
  }),
);

const flow = `{
  "Statement": [
    {Effect: Allow, Action: ['s3:Get*', 's3:PutObject', 'sqs:SendMessage'], Resource: '*'}, # the first
    {Effect: Allow, "Action": 'sqs:*', Resource: '*'},
    {Effect: Allow, Action: ['s3:*'], Resource: '*'}
  ]
}
`;
const flowRest = `
    {Effect: Allow, Action: ['s3:GetObject*', 's3:PutObject'], Resource: '*'}
  ]
}
`;
const firstRefined = `{
  "Statement": [
    {Effect: Allow, Action: ['s3:GetObject*', 's3:PutObject'], Resource: '*'}, # the first`;

suite('in flow style', () =>
  everyFeature({
    file: 'MyRole.yml',
    text: flow,
    read: (text, before) => readDocument(text, before, yamlSyntax),
    refined: {
      file: firstRefined + flowRest,
      entry: flow.replace(", 'sqs:SendMessage'", ''),
      statement: flow.replace(`    {Effect: Allow, "Action": 'sqs:*', Resource: '*'},\n`, ''),
    },
    written: (action) => `'${action}'`,
    key: '"Action"',
  }),
);
