/** A document in a syntax that has nothing of JSON goes through every feature. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords } from '../../core/src/text/index.ts';
import { createEngine, readDocument } from '../../core/src/index.ts';
import { everyFeature } from '../support/everyFeature.ts';
import { outlineSyntax } from '../support/outlineSyntax.ts';
import { examined } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const text = `# a policy of the tests
Version 2012-10-17
Statement
  -
    Effect Allow
    Action
      # reads
      - s3:Get*
      - s3:PutObject
      - sqs:SendMessage
    Resource *
  -
    Sid Queue
    Effect Allow
    Action sqs:*
    Resource *
  -
    Effect Allow
    Action s3:*
    Resource *
`;

everyFeature({
  file: 'policy.outline',
  text,
  read: (source, before) => readDocument(source, before, outlineSyntax),
  refined: {
    file: `# a policy of the tests
Version 2012-10-17
Statement
  -
    Effect Allow
    Action
      # reads
      - s3:GetObject*
      - s3:PutObject
    Resource *
  -
    Effect Allow
    Action
      - s3:GetObject*
      - s3:PutObject
    Resource *
`,
    entry: text.replace('      - sqs:SendMessage\n', ''),
    statement: text.replace('  -\n    Sid Queue\n    Effect Allow\n    Action sqs:*\n    Resource *\n', ''),
  },
  written: (action) => action,
  key: 'Action',
});

test('nothing is written into one with a syntax error', () => {
  const broken = `${text}\tX\n`;
  const engine = createEngine(catalogueOf({ s3: ['GetObject'] }));
  const reading = readDocument(broken, undefined, outlineSyntax);
  const { edits, left } = engine.refine(examined(engine, broken, unusedOf({ s3: ['GetObject'] }), { reading }), {
    kind: 'file',
  });
  assert.deepEqual(
    [edits, left.map(({ reason }) => inWords(reason))],
    [[], ['the document has a syntax error at line 21, column 1: tabs do not indent']],
  );
});
