/** Edits of YAML in every style, byte for byte. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createEngine, readDocument } from '../../core/src/index.ts';
import { yamlSyntax } from '../../core/src/documents/yaml/index.ts';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { examined } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const catalogue = catalogueOf({ s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'], sqs: ['SendMessage'] });
const engine = createEngine(catalogue);
/** `s3:Get*` becomes `s3:GetObject*`, `s3:*` becomes two actions, and everything of SQS goes. */
const unused = unusedOf({ s3: ['GetBucketAcl'], sqs: null });

function refined(text: string): string | undefined {
  const reading = readDocument(text, undefined, yamlSyntax);
  const analysis = examined(engine, text, unused, { reading });
  assert.deepEqual(analysis.defects, []);
  const { edits, left } = engine.refine(analysis, { kind: 'file' });
  assert.deepEqual(
    left.map(({ reason }) => inWords(reason)),
    [],
  );
  return applyEdits(text, edits);
}

/** A statement with these lines as its `Action`, below a key at column 4. */
const withAction = (action: string): string => `Statement:
  - Effect: Allow
    ${action}
    Resource: '*'
`;

/** What is between `before` and `after` is the same. Lines are joined with `\n`. */
interface Style {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const lists: readonly Style[] = [
  {
    what: 'a block list, indented',
    before: 'Action:\n      - s3:PutObject\n      - sqs:SendMessage',
    after: 'Action:\n      - s3:PutObject',
  },
  {
    what: 'a block list at the column of its key',
    before: 'Action:\n    - sqs:SendMessage\n    - s3:PutObject\n    - sqs:*',
    after: 'Action:\n    - s3:PutObject',
  },
  {
    what: 'a replaced entry keeps the blanks around the dash, and its comment',
    before: 'Action:\n        -   s3:*   # all\n        -   s3:PutObject',
    after: 'Action:\n        -   s3:GetObject*   # all\n        -   s3:PutObject',
  },
  {
    what: 'further entries are written like the first',
    before: 'Action:\n        -   s3:* # all',
    after: 'Action:\n        -   s3:GetObject*\n        -   s3:PutObject # all',
  },
  {
    what: 'quotes are kept, single ones',
    before: "Action:\n      - 's3:*'",
    after: "Action:\n      - 's3:GetObject*'\n      - 's3:PutObject'",
  },
  {
    what: 'quotes are kept, double ones',
    before: 'Action:\n      - "s3:*"\n      - "s3:PutObject"',
    after: 'Action:\n      - "s3:GetObject*"\n      - "s3:PutObject"',
  },
  {
    what: 'comments of what goes go, all others stay',
    before:
      'Action: # actions\n      # sending\n      - sqs:SendMessage # goes\n      # writing\n      - s3:PutObject # stays\n      # the end\n    # of it',
    after:
      'Action: # actions\n      # sending\n      # writing\n      - s3:PutObject # stays\n      # the end\n    # of it',
  },
  {
    what: 'values on the line below their dash',
    before: 'Action:\n      -\n        sqs:SendMessage\n      - # here\n        s3:*',
    after: 'Action:\n      - # here\n        s3:GetObject*\n      - s3:PutObject',
  },
  {
    what: 'a list in brackets',
    before: 'Action: [s3:PutObject, sqs:SendMessage] # both',
    after: 'Action: [s3:PutObject] # both',
  },
  {
    what: 'a list in brackets: a replaced entry',
    before: "Action: [ 's3:*' ]",
    after: "Action: [ 's3:GetObject*', 's3:PutObject' ]",
  },
  {
    what: 'a list in brackets on several lines, with comments',
    before:
      'Action: [ # all\n        s3:*, # one\n        # two\n        sqs:*, # three\n        "s3:PutObject" # four\n      ]',
    after: 'Action: [ # all\n        s3:GetObject*, # one\n        # two\n        "s3:PutObject" # four\n      ]',
  },
  {
    what: 'a list in brackets with a comma at its end',
    before: 'Action: [s3:PutObject, sqs:*,]',
    after: 'Action: [s3:PutObject,]',
  },
  {
    what: 'a single action becomes a list',
    before: 'Action: s3:*',
    after: 'Action:\n      - s3:GetObject*\n      - s3:PutObject',
  },
  {
    what: 'a single action in quotes, with a comment',
    before: 'Action:   "s3:*"  # all',
    after: 'Action:\n      - "s3:GetObject*"\n      - "s3:PutObject"  # all',
  },
  {
    what: 'a single action on a line of its own',
    before: 'Action:\n        s3:*',
    after: 'Action:\n        - s3:GetObject*\n        - s3:PutObject',
  },
  { what: 'a single action that is replaced by one', before: 'Action: s3:Get*', after: 'Action: s3:GetObject*' },
  {
    what: 'a key in quotes',
    before: '"Action": s3:*',
    after: '"Action":\n      - s3:GetObject*\n      - s3:PutObject',
  },
  {
    what: 'an anchor that nothing refers to',
    before: 'Action: &all s3:*',
    after: 'Action: &all\n      - s3:GetObject*\n      - s3:PutObject',
  },
  {
    what: 'tabs behind the dashes',
    before: 'Action:\n      -\ts3:*\t# all\n      -\tsqs:*',
    after: 'Action:\n      -\ts3:GetObject*\n      -\ts3:PutObject\t# all',
  },
  {
    what: 'a folded action in a block scalar',
    before: 'Action:\n      - >-\n        sqs:SendMessage\n      - s3:PutObject',
    after: 'Action:\n      - s3:PutObject',
  },
];

suite('the actions of a statement', () => {
  for (const { what, before, after } of lists) {
    test(what, () => assert.equal(refined(withAction(before)), withAction(after)));
    test(`${what}, with CRLF`, () =>
      assert.equal(refined(withAction(before).replaceAll('\n', '\r\n')), withAction(after).replaceAll('\n', '\r\n')));
  }
});

const documents: readonly Style[] = [
  {
    what: 'the style of lists is that of the statement',
    before: "Statement:\n- Effect: Allow\n  Resource:\n  - '*'\n  Action: s3:*\n",
    after: "Statement:\n- Effect: Allow\n  Resource:\n  - '*'\n  Action:\n  - s3:GetObject*\n  - s3:PutObject\n",
  },
  {
    what: 'or that of the lines before',
    before:
      "Statement:\n    - Effect: Allow\n      Action:\n          - s3:PutObject\n      Resource: '*'\n    - Effect: Allow\n      Action: s3:*\n",
    after:
      "Statement:\n    - Effect: Allow\n      Action:\n          - s3:PutObject\n      Resource: '*'\n    - Effect: Allow\n      Action:\n          - s3:GetObject*\n          - s3:PutObject\n",
  },
  {
    what: 'a statement in braces',
    before: 'Statement: [{Effect: Allow, Action: s3:*, Resource: "*"}]',
    after: 'Statement: [{Effect: Allow, Action: [s3:GetObject*, s3:PutObject], Resource: "*"}]',
  },
  {
    what: 'JSON in YAML',
    before: 'Policy: {\n    "Statement": [\n      {"Effect": "Allow",\n       "Action": "s3:*"}\n    ]\n  }\n',
    after:
      'Policy: {\n    "Statement": [\n      {"Effect": "Allow",\n       "Action": [\n        "s3:GetObject*",\n        "s3:PutObject"\n       ]}\n    ]\n  }\n',
  },
  {
    what: 'a statement in braces goes',
    before: 'Statement: [{Effect: Allow, Action: sqs:*}, {Effect: Allow, Action: s3:PutObject}]\n',
    after: 'Statement: [{Effect: Allow, Action: s3:PutObject}]\n',
  },
  {
    what: 'the first statement goes with its lines, and comments around it stay',
    before:
      '# p\nStatement: # all\n  # 1\n  - Sid: A # a\n    Effect: Allow\n    # in it\n    Action: sqs:*\n    Resource:\n      - x # x\n  # 2\n  - Effect: Allow\n    Action: s3:PutObject\n',
    after: '# p\nStatement: # all\n  # 1\n  # 2\n  - Effect: Allow\n    Action: s3:PutObject\n',
  },
  {
    what: 'the last statement goes, at the end of a text without a last line end',
    before: 'Statement:\n- Effect: Allow\n  Action: s3:PutObject # put\n- Effect: Allow\n  Action: sqs:* # send',
    after: 'Statement:\n- Effect: Allow\n  Action: s3:PutObject # put',
  },
  {
    what: 'the last action goes, at the end of a text',
    before: 'Statement:\n- Effect: Allow\n  Action:\n  - s3:PutObject\n  - sqs:SendMessage\n  - sqs:*',
    after: 'Statement:\n- Effect: Allow\n  Action:\n  - s3:PutObject',
  },
  {
    what: 'a branch of a condition becomes empty',
    before:
      'Statement:\n  - !If\n    - Prod\n    - Effect: Allow\n      Action: sqs:* # send\n    - !Ref AWS::NoValue\n  - Effect: Allow\n    Action: s3:PutObject\n',
    after:
      'Statement:\n  - !If\n    - Prod\n    - !Ref AWS::NoValue # send\n    - !Ref AWS::NoValue\n  - Effect: Allow\n    Action: s3:PutObject\n',
  },
  {
    what: 'lists in branches, in the line of another dash',
    before:
      'Statement:\n- Effect: Allow\n  Action:\n    Fn::If:\n    - C\n    - - sqs:* # a\n      - s3:*\n    - - sqs:*\n      # about put\n      - s3:PutObject\n',
    after:
      'Statement:\n- Effect: Allow\n  Action:\n    Fn::If:\n    - C\n    - - s3:GetObject*\n      - s3:PutObject\n    -\n      # about put\n      - s3:PutObject\n',
  },
  {
    what: 'a single action in a branch',
    before: 'Statement:\n- Effect: Allow\n  Action: !If\n  - C\n  - s3:*\n  - s3:PutObject\n',
    after:
      'Statement:\n- Effect: Allow\n  Action: !If\n  - C\n  - - s3:GetObject*\n    - s3:PutObject\n  - s3:PutObject\n',
  },
  {
    what: 'a single action in a branch, in brackets',
    before: 'Statement:\n- Effect: Allow\n  Action: !If [C, s3:*, s3:PutObject]\n',
    after: 'Statement:\n- Effect: Allow\n  Action: !If [C, [s3:GetObject*, s3:PutObject], s3:PutObject]\n',
  },
  {
    what: 'an entry of a list in a branch',
    before: 'Statement:\n- Effect: Allow\n  Action:\n  - !If [C, s3:Get*, !Ref AWS::NoValue]\n  - s3:PutObject\n',
    after: 'Statement:\n- Effect: Allow\n  Action:\n  - !If [C, s3:GetObject*, !Ref AWS::NoValue]\n  - s3:PutObject\n',
  },
  {
    what: 'a byte order mark, and several documents',
    before: '\uFEFF---\na: 1\n---\nStatement:\n- Effect: Allow\n  Action: [sqs:*, s3:PutObject]\n...\n---\nb: 2\n',
    after: '\uFEFF---\na: 1\n---\nStatement:\n- Effect: Allow\n  Action: [s3:PutObject]\n...\n---\nb: 2\n',
  },
  {
    what: 'a long list in brackets is broken, indented more than its key',
    before: `Statement:\n- Effect: Allow\n  Action: [s3:PutObject, s3:*, ${'x:VeryLongNameOfAnAction, '.repeat(3)}y:Z]\n`,
    after: `Statement:\n- Effect: Allow\n  Action: [\n      s3:PutObject,\n      s3:GetObject*,\n      ${'x:VeryLongNameOfAnAction,\n      '.repeat(3)}y:Z\n    ]\n`,
  },
];

suite('documents', () => {
  for (const { what, before, after } of documents) test(what, () => assert.equal(refined(before), after));
});
