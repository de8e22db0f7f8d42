/** Edits of HCL, byte for byte, in each style in which people write it. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, inModule, readDocument } from '../../core/src/index.ts';
import { hclSyntax } from '../support/hclSyntax.ts';
import { examined } from '../support/policies.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';

const engine = createEngine(
  catalogueOf({ s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject'], sqs: ['SendMessage'] }),
);
const unused = unusedOf({ s3: ['GetBucketAcl'], sqs: null });

interface Refined {
  readonly text: string | undefined;
  readonly left: readonly string[];
  readonly unread: readonly string[];
}

function refined(text: string): Refined {
  const reading = inModule(readDocument(text, undefined, hclSyntax), { file: 'main.tf', files: [] });
  const analysis = examined(engine, text, unused, { reading });
  assert.deepEqual(analysis.defects, []);
  const { edits, left } = engine.refine(analysis, { kind: 'file' });
  return {
    text: applyEdits(text, edits),
    left: left.map(({ code, reason }) => `${code}: ${inWords(reason)}`),
    unread: reading.unread.map(({ reason }) => inWords(reason)),
  };
}

/** A document with one statement that stays, and more. */
const document = (...lines: readonly string[]): string =>
  ['data "aws_iam_policy_document" "d" {', ...lines, '}', ''].join('\n');
const stays = ['  statement {', '    actions   = ["s3:PutObject"]', '    resources = ["*"]', '  }'];
const statement = (actions: string): string =>
  document('  statement {', `    actions = ${actions}`, '    resources = ["*"]', '  }');

const becomes = (what: string, before: string, after: string): void =>
  void test(what, () => assert.equal(refined(before).text, after));

suite('a list of actions', () => {
  const one = (what: string, before: string, after: string): void => becomes(what, statement(before), statement(after));
  one('on one line, the first', '["sqs:SendMessage", "s3:PutObject"]', '["s3:PutObject"]');
  one('on one line, the last', '["s3:PutObject", "sqs:SendMessage"]', '["s3:PutObject"]');
  one(
    'on one line, with blanks and a comma at the end',
    '[ "s3:PutObject", "sqs:SendMessage", ]',
    '[ "s3:PutObject", ]',
  );
  one('without blanks', '["sqs:SendMessage","s3:Get*"]', '["s3:GetObject*"]');
  one(
    'over lines, with a comma at the end',
    '[\n      "s3:Get*",\n      "sqs:SendMessage",\n    ]',
    '[\n      "s3:GetObject*",\n    ]',
  );
  one(
    'over lines, without',
    '[\n      "s3:PutObject",\n      "sqs:SendMessage"\n    ]',
    '[\n      "s3:PutObject"\n    ]',
  );
  one(
    'with comments of each kind: that behind what goes goes with it',
    '[ # all\n      // queues\n      "sqs:SendMessage", # gone\n      /* objects */ "s3:PutObject", // kept\n      # end\n    ]',
    '[ # all\n      // queues\n      /* objects */ "s3:PutObject", // kept\n      # end\n    ]',
  );
  one(
    'with a comment between element and comma',
    '[\n      "s3:PutObject" # a\n      , "sqs:SendMessage"\n    ]',
    '[\n      "s3:PutObject" # a\n    ]',
  );
  one('with tabs', '[\n\t\t"sqs:SendMessage",\n\t\t"s3:Get*",\n\t]', '[\n\t\t"s3:GetObject*",\n\t]');
  one('in parentheses', '(["sqs:SendMessage", "s3:PutObject"])', '(["s3:PutObject"])');
  one(
    'that another list is added to',
    'concat(["sqs:SendMessage", "s3:Get*"], var.more)',
    'concat(["s3:GetObject*"], var.more)',
  );
  one(
    'in compact and distinct',
    'distinct(compact(["sqs:*", "s3:*"]))',
    'distinct(compact(["s3:GetObject*", "s3:PutObject"]))',
  );
  one(
    'beside something computed, which is kept',
    '["sqs:*", "s3:Get*", "${var.s}:*"]',
    '["s3:GetObject*", "${var.s}:*"]',
  );
});

suite('a statement that goes', () => {
  const gone = ['  statement {', '    actions   = ["sqs:*"]', '    resources = ["*"]', '  }'];
  becomes('the last, with the empty line before it', document(...stays, '', ...gone), document(...stays));
  becomes('the first, with the empty line behind it', document(...gone, '', ...stays), document(...stays));
  becomes('between two others', document(...stays, '', ...gone, '', ...stays), document(...stays, '', ...stays));
  becomes('two of them', document(...gone, '', ...gone, '', ...stays), document(...stays));
  becomes(
    'and the comment above it stays',
    document(...stays, '', '  # Queues', ...gone, '', '  version = "2012-10-17"', ''),
    document(...stays, '', '  # Queues', '', '  version = "2012-10-17"', ''),
  );
  becomes(
    'a comment behind it goes',
    document(...gone, ...stays).replace('  }\n', '  } # queues\n'),
    document(...stays),
  );
  becomes(
    'all that is generated, if it allows nothing else',
    document(
      ...stays,
      '',
      '  dynamic "statement" {',
      '    for_each = var.a',
      '    content {',
      '      actions = ["sqs:*"]',
      '    }',
      '  }',
    ),
    document(...stays),
  );

  test('with CRLF and a byte order mark', () => {
    const text = `\uFEFF${document(...stays, '', ...gone)}`.replaceAll('\n', '\r\n');
    assert.equal(refined(text).text, `\uFEFF${document(...stays)}`.replaceAll('\n', '\r\n'));
  });

  test('not the last one that certainly is there', () =>
    assert.deepEqual(
      refined(
        document(
          ...gone,
          '  dynamic "statement" {',
          '    for_each = var.a',
          '    content {',
          '      actions = ["s3:*"]',
          '    }',
          '  }',
        ),
      ).left,
      [
        'statement.unused: everything this statement allows is reported unused, but without it the policy might have no statements',
      ],
    ));

  test('not one that may replace a statement of another document', () => {
    const named = gone.map((line) => line.replace('actions  ', 'sid = "Q"\n    actions  '));
    const text = document('  source_policy_documents = [data.aws_iam_policy_document.x.json]', ...named, ...stays);
    const { text: after, left } = refined(text);
    assert.equal(after, text);
    assert.match(left.join(), /^statement\.unused: .* a statement with the same sid in another document/);
  });
});

suite('jsonencode', () => {
  const encoded = (inside: string): string =>
    `resource "aws_iam_policy" "p" {\n  policy = jsonencode({\n    Statement = ${inside}\n  })\n}\n`;
  const one = (what: string, before: string, after: string): void => becomes(what, encoded(before), encoded(after));
  one(
    'a single string',
    '[{\n      Effect = "Allow"\n      Action = "s3:*"\n    }]',
    '[{\n      Effect = "Allow"\n      Action = [\n        "s3:GetObject*",\n        "s3:PutObject"\n      ]\n    }]',
  );
  one(
    'a single string that another one replaces',
    '[{ Effect = "Allow", Action = "s3:Get*" }]',
    '[{ Effect = "Allow", Action = "s3:GetObject*" }]',
  );
  one(
    'keys in quotation marks, with colons',
    '[{ "Effect" : "Allow", "Action" : ["sqs:*", "s3:PutObject"] }]',
    '[{ "Effect" : "Allow", "Action" : ["s3:PutObject"] }]',
  );
  one(
    'a statement with its comma',
    '[\n      { Effect = "Allow", Action = "sqs:*" },\n      { Effect = "Allow", Action = "s3:PutObject" }, # objects\n    ]',
    '[\n      { Effect = "Allow", Action = "s3:PutObject" }, # objects\n    ]',
  );
  one(
    'statements that others are added to',
    'concat([{ Effect = "Allow", Action = "s3:Get*" }], local.more)',
    'concat([{ Effect = "Allow", Action = "s3:GetObject*" }], local.more)',
  );
  one(
    'a single statement',
    '{ Effect = "Allow", Action = "s3:Get*" }',
    '{ Effect = "Allow", Action = "s3:GetObject*" }',
  );

  const kept = (what: string, inside: string, reason: string): void =>
    void test(what, () =>
      assert.deepEqual([refined(encoded(inside)).text, refined(encoded(inside)).unread], [encoded(inside), [reason]]),
    );
  kept(
    'a key that is computed may be any key',
    '[{ Effect = "Allow", Action = "sqs:*", (var.key) = "x" }]',
    'it is not known what ${var.key} adds to this statement',
  );
  kept(
    'a conditional is computed',
    '[{ Effect = "Allow", Action = var.all ? ["sqs:*"] : [] }]',
    'this action is computed when the document is used',
  );
  kept(
    'a list of a for is computed',
    '[for s in var.all : { Effect = "Allow", Action = "sqs:*" }]',
    'a policy is expected here, but this cannot be read as one',
  );
});

suite('JSON in a string', () => {
  const inString = (string: string): string => `resource "aws_iam_policy" "p" {\n  policy = ${string}\n}\n`;
  const one = (what: string, before: string, after: string): void => becomes(what, inString(before), inString(after));
  const json = '{"Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "sqs:*"], "Resource": "*"}]}';
  const after = '{"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject*"], "Resource": "*"}]}';
  one('a heredoc', `<<EOF\n${json}\nEOF`, `<<EOF\n${after}\nEOF`);
  one('an indented heredoc', `<<-EOF\n    ${json}\n  EOF`, `<<-EOF\n    ${after}\n  EOF`);
  one('quoted', JSON.stringify(json), JSON.stringify(after));
  const inserted = (text: string): string =>
    text.replace('"*"}]', () => '"${x["}"]}/$${aws:username}"}]').replace('{"S', '{"Version": ${y}, "S');
  one('with what is inserted', `<<EOF\n${inserted(json)}\nEOF`, `<<EOF\n${inserted(after)}\nEOF`);

  test('with a directive outside of its strings, it is not read', () =>
    assert.deepEqual(
      refined(inString(`<<EOF\n${json.replace('[{', '[%{ if x }{').replace('}]', '}%{ endif }]')}\nEOF`)).unread,
      ['a policy is expected here, but this cannot be read as one'],
    ));
});

test('a file with a trust policy only is known for what it is', () => {
  const trust = '{ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "x" } }] }';
  const text = `resource "aws_iam_role" "r" {\n  name = "R"\n  assume_role_policy = jsonencode(${trust})\n}\n`;
  const { policies, unread, isResourceBased } = readDocument(text, undefined, hclSyntax);
  assert.deepEqual([policies, unread, isResourceBased], [[], [], true]);
});

test('a syntax error is told, and nothing is edited', () => {
  const { text, left } = refined(statement('["sqs:*", "s3:PutObject"').replace('    resources', 'resources'));
  assert.equal(text, statement('["sqs:*", "s3:PutObject"').replace('    resources', 'resources'));
  assert.match(left.join(), /^document\.broken: the document has a syntax error at line \d, column \d+: /);
});

test('a text that is nested too deeply is told', () => {
  for (const piece of ['a = [', '{', '(', '"${', '[']) {
    const { errors } = readDocument(piece.repeat(20_000) + ']'.repeat(5), undefined, hclSyntax);
    assert.ok(errors.length > 0, piece);
  }
  const deep = readDocument(`a = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, undefined, hclSyntax);
  assert.deepEqual(
    deep.errors.map(({ message }) => inWords(message)),
    ['values are nested too deeply'],
  );
  // The parser is as good as before.
  assert.equal(refined(statement('["sqs:*", "s3:PutObject"]')).text, statement('["s3:PutObject"]'));
});
