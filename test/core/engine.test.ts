import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { createEngine } from '../../core/src/index.ts';
import { examined, actionsOf, policyOf, refine } from '../support/policies.ts';
import { august2024, builtIn, catalogueOf, sample, unusedOf } from '../support/samples.ts';

/** What the actions of a statement become when these are unused. */
function refined(
  actions: readonly string[],
  unused: Readonly<Record<string, readonly string[] | null>>,
  names?: Readonly<Record<string, string[]>>,
): unknown {
  return actionsOf(
    refine(policyOf(...actions), names === undefined ? builtIn : catalogueOf(names), unusedOf(unused)).text,
  )[0];
}

suite('the example of the post', () => {
  const unused = unusedOf(
    Object.fromEntries(
      (JSON.parse(sample('seed-blog.unused-shorthand.json')) as { serviceNamespace: string; actions: string[] }[]).map(
        (entry) => [entry.serviceNamespace, entry.actions],
      ),
    ),
  );

  test('with the names of August 2024 gives exactly the post’s policy, to the byte', () => {
    const result = refine(sample('policy.MyRole.original.json'), august2024(), unused);
    assert.equal(result.text, sample('policy.MyRole.expected-refined.json'));
    assert.deepEqual([result.kept, result.removed, result.left], [54, 30, []]);
  });

  test('with the names of today also keeps the two that S3 has gained', () => {
    const [, s3] = actionsOf(refine(sample('policy.MyRole.original.json'), builtIn, unused).text);
    const [, before] = actionsOf(sample('policy.MyRole.expected-refined.json')) as [unknown, string[]];
    const gained = ['s3:GetBucketAbac', 's3:GetBucketMetadataTableConfiguration'];
    assert.deepEqual(s3, [...before.slice(0, 2), ...gained, ...before.slice(2)]);
  });
});

suite('what an action becomes', () => {
  const s3 = { s3: ['GetObject', 'GetObjectAcl', 'GetBucketAcl', 'PutObject', 'ListBucket'] };

  test('used: it stays, byte for byte', () => {
    assert.deepEqual(refined(['S3:getOBJECT', 's3:List*', 's3:L*'], { s3: ['PutObject'] }, s3), [
      'S3:getOBJECT',
      's3:List*',
      's3:L*',
    ]);
  });

  test('unused in any letter case, each time it is there: it goes', () => {
    assert.deepEqual(
      refined(['s3:GetObject', 'S3:GETOBJECT', 's3:PutObject', 's3:GetObject'], { s3: ['getobject'] }, s3),
      ['s3:PutObject'],
    );
  });

  test('a wildcard all of whose actions are unused goes', () => {
    assert.deepEqual(refined(['s3:GetB*', 's3:PutObject'], { s3: ['GetBucketAcl'] }, s3), ['s3:PutObject']);
  });

  test('a wildcard keeps the service prefix as the author wrote it', () => {
    assert.deepEqual(refined(['S3:Get*'], { s3: ['GetBucketAcl'] }, s3), ['S3:GetObject*']);
  });

  test('a wildcard that starts in the middle of a word', () => {
    assert.deepEqual(refined(['s3:GetOb*'], { s3: ['GetObjectAcl'] }, s3), ['s3:GetObject']);
  });

  test('an infix pattern becomes patterns whose language lies inside its own', () => {
    assert.deepEqual(refined(['s3:*Object*'], { s3: ['PutObject'] }, s3), ['s3:GetObject*']);
    assert.deepEqual(refined(['s3:*Acl'], { s3: ['GetBucketAcl'] }, s3), ['s3:GetObjectAcl']);
    assert.deepEqual(
      refined(['s3:*Object'], { s3: ['PutObject'] }, s3),
      ['s3:GetObject'],
      'GetObject* would allow GetObjectAcl',
    );
  });

  test('a pattern with ? becomes names', () => {
    assert.deepEqual(refined(['s3:?etObject*'], { s3: ['GetObject'] }, s3), ['s3:GetObjectAcl']);
  });

  test('a name the catalogue lacks is a name: it is kept, removed, and makes a prefix unsafe', () => {
    assert.deepEqual(refined(['s3:GetFuture', 's3:GetPast'], { s3: ['GetPast'] }, s3), ['s3:GetFuture']);
    assert.deepEqual(refined(['s3:GetO*'], { s3: ['GetObjectFuture'] }, s3), ['s3:GetObject', 's3:GetObjectAcl']);
  });

  test('a name that only another statement holds is part of what a wildcard allows', () => {
    const text = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: 's3:Put*' },
        { Effect: 'Deny', Action: 's3:PutFuture' },
      ],
    });
    assert.deepEqual(actionsOf(refine(text, catalogueOf(s3), unusedOf({ s3: ['PutObject'] })).text), [
      's3:PutFuture',
      's3:PutFuture',
    ]);
  });

  test('a whole service unused: every pattern of it goes, also those that match nothing known', () => {
    assert.deepEqual(
      refined(['s3:*', 's3:GetFuture', 's3:Frob*', 'sqs:*'], { s3: null }, { ...s3, sqs: ['SendMessage'] }),
      ['sqs:*'],
    );
    assert.deepEqual(refined(['new:*', 'new:Thing', 'sqs:*'], { new: null }, { sqs: ['SendMessage'] }), ['sqs:*']);
  });

  test('nothing written is redundant beside what stays or what else is written', () => {
    assert.deepEqual(refined(['s3:Get*', 's3:GetObject*'], { s3: ['GetBucketAcl'] }, s3), ['s3:GetObject*']);
    assert.deepEqual(refined(['s3:Get*', 's3:*Object*'], { s3: ['GetBucketAcl', 'PutObject'] }, s3), ['s3:GetObject*']);
    assert.deepEqual(
      refined(['s3:Get*', 's3:GetObjectAcl'], { s3: ['GetBucketAcl'] }, s3),
      ['s3:GetObject*', 's3:GetObjectAcl'],
      'what stays, stays',
    );
  });
});

suite('names that the policy alone knows', () => {
  const names = { s3: ['GetObject', 'PutObject'] };
  const text = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Action: 's3:HeadBucket' },
      { Effect: 'Allow', Action: ['s3:*'] },
      { Effect: 'Allow', Action: ['s3:*', 's3:HeadBucket'] },
    ],
  });
  const writtenFor = (unused: Readonly<Record<string, readonly string[]>>): unknown =>
    refine(text, catalogueOf(names), unusedOf(unused)).onlyInPolicy;

  test('are told where they are written in place of a wildcard', () => {
    assert.deepEqual(writtenFor({ s3: ['PutObject'] }), ['s3:HeadBucket']);
    const engine = createEngine(catalogueOf(names));
    const analysis = examined(engine, text, unusedOf({ s3: ['PutObject'] }));
    assert.deepEqual(engine.explain(analysis, { policy: 0, statement: 1, entry: 0 })?.onlyInPolicy, ['s3:HeadBucket']);
  });

  test('not where the finding names them as well, where none is written, or where nothing changes', () => {
    assert.deepEqual([writtenFor({ s3: ['PutObject', 'HeadBucket'] }), writtenFor({})], [undefined, undefined]);
    const kept = new Map([
      ['s3', { service: 's3', actions: new Map([['putobject', 'PutObject']]), notUnused: ['headbucket'] }],
    ]);
    assert.equal(refine(text, catalogueOf(names), kept).onlyInPolicy, undefined);
    const other = text.replaceAll('s3:*', 's3:Put*');
    assert.equal(refine(other, catalogueOf(names), unusedOf({ s3: ['PutObject'] })).onlyInPolicy, undefined);
  });
});

suite('a catalogue that is older than the finding', () => {
  test('is told with what it makes doubtful', () => {
    const engine = createEngine(builtIn);
    const analysis = examined(
      engine,
      policyOf('s3:GetBucketA*', 's3:PutObject', 's3:PutObject*'),
      unusedOf({ s3: ['GetBucketAcl', 'GetBucketFutureThing', 'PutObject'] }),
    );
    const older = 'the action catalogue from 2026-09-26 is older than the finding';
    assert.deepEqual(
      analysis.problems.map(({ message }) => inWords(message)),
      [
        `1 of 2 actions of s3:GetBucketA* is unused; ${older}`,
        's3:PutObject is unused',
        `1 of 9 actions of s3:PutObject* is unused; ${older}`,
      ],
    );
    const newer = [0, 1, 2].map((entry) => engine.explain(analysis, { policy: 0, statement: 0, entry })?.newer);
    assert.deepEqual(newer, [['s3:GetBucketFutureThing'], [], ['s3:GetBucketFutureThing']]);
  });
});

suite('what is left, with a reason', () => {
  const leftOf = (text: string, unused: Readonly<Record<string, readonly string[] | null>>): unknown => {
    const { text: after, left } = refine(text, builtIn, unusedOf(unused));
    return [after === text, left.map(({ code, reason }) => `${code}: ${inWords(reason)}`)];
  };

  test('a wildcard of a service that the catalogue does not know', () => {
    assert.deepEqual(leftOf(policyOf('new:*', 's3:GetObject'), { new: ['Thing'] }), [
      true,
      [
        'service.unknown: new:* is kept: the action catalogue from 2026-09-26 does not list the service new, so it is not known what else new:* allows',
      ],
    ]);
  });

  test('* is narrowed only when asked for on the entry itself', () => {
    assert.deepEqual(leftOf(policyOf('*'), { s3: ['GetObject'] }), [
      true,
      [
        'wildcard.partly-unused: * is kept: replacing it with one entry for each service is done only on the entry itself',
      ],
    ]);
  });

  test('a policy of which nothing is used', () => {
    const detach =
      'policy.unused: everything it allows is reported unused, and IAM rejects a policy without statements: detach it, or delete it if it is inline';
    assert.deepEqual(leftOf(policyOf('s3:GetObject'), { s3: ['GetObject'] }), [true, [detach]]);
    const two = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject' },
        { Effect: 'Deny', Action: 's3:*' },
        { Effect: 'Allow', Action: ['sqs:*'] },
      ],
    });
    assert.deepEqual(leftOf(two, { s3: null, sqs: null }), [false, []], 'the Deny stays, and the Allows go');
  });

  test('a document with a syntax error', () => {
    assert.deepEqual(leftOf(`${policyOf('s3:GetObject', 's3:PutObject')},`, { s3: ['GetObject'] }), [
      true,
      ['document.broken: the document has a syntax error at line 13, column 2: end of file expected'],
    ]);
  });

  test('what is malformed, no string, a Deny, or NotAction is not touched', () => {
    const text = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: ['s3*:Get*', { 'Fn::Sub': 's3:GetObject' }, 's3:GetObject'] },
        { Effect: 'Deny', Action: ['s3:GetObject'] },
        { Effect: 'Allow', NotAction: ['s3:GetObject'] },
      ],
    });
    const expected = text.replace(',"s3:GetObject"]', ']');
    assert.equal(refine(text, builtIn, unusedOf({ s3: ['GetObject'] })).text, expected);
  });
});

suite('narrowing *', () => {
  const names = { ec2: ['RunInstances'], s3: ['GetObject', 'PutObject'], sqs: ['SendMessage'] };

  test('gives one entry for each service, and none for one that is unused', () => {
    const scope = { kind: 'entry', policy: 0, statement: 0, entry: 0 } as const;
    const unused = unusedOf({ s3: ['PutObject'], sqs: null, new: ['Thing'] });
    for (const all of ['*', '*:*']) {
      const result = refine(policyOf(all), catalogueOf(names), unused, scope);
      assert.deepEqual(actionsOf(result.text), [['ec2:*', 's3:GetObject']]);
    }
  });
});

suite('parts of a file', () => {
  const text = policyOf('s3:GetObject', 's3:PutObject', 's3:GetBucket*');
  const unused = unusedOf({ s3: ['GetObject', 'PutObject', 'GetBucketAcl'] });

  test('one entry: the others stay, though they are unused too', () => {
    const entry = refine(text, builtIn, unused, { kind: 'entry', policy: 0, statement: 0, entry: 1 });
    assert.deepEqual((actionsOf(entry.text)[0] as string[]).slice(0, 2), ['s3:GetObject', 's3:GetBucket*']);
  });

  test('one statement: the other statements stay', () => {
    const two = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'] },
        { Effect: 'Allow', Action: ['s3:PutObject', 's3:ListBucket'] },
      ],
    });
    const result = refine(two, builtIn, unused, { kind: 'statement', policy: 0, statement: 1 });
    assert.deepEqual(actionsOf(result.text), [['s3:GetObject', 's3:ListBucket'], ['s3:ListBucket']]);
  });

  test('the last action of a statement: the statement goes', () => {
    const two = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject'] },
        { Effect: 'Allow', Action: 's3:ListBucket' },
      ],
    });
    const result = refine(two, builtIn, unused, { kind: 'entry', policy: 0, statement: 0, entry: 0 });
    assert.deepEqual(actionsOf(result.text), ['s3:ListBucket']);
  });

  const asked = { kind: 'entry', policy: 0, statement: 0, entry: 0 } as const;

  test('the last action of the last statement: no edit, but advice', () => {
    const one = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'] }] });
    const { edits, left } = refine(one, builtIn, unused, asked);
    assert.deepEqual([edits, left.map(({ code }) => code)], [[], ['policy.unused']]);
  });

  test('the last action of the last Allow: the Deny stays, because IAM takes a policy of Deny statements', () => {
    const deny = { Effect: 'Deny', Action: 's3:*' };
    const one = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'] }, deny] });
    const { edits, left } = refine(one, builtIn, unused, asked);
    assert.deepEqual([applyEdits(one, edits), left], [JSON.stringify({ Statement: [deny] }), []]);
  });

  test('a place that is not there: nothing', () => {
    const { edits, left } = refine(text, builtIn, unused, { kind: 'entry', policy: 1, statement: 7, entry: 0 });
    assert.deepEqual([edits, left], [[], []]);
  });
});

suite('what is said', () => {
  const say = (text: string, unused: Readonly<Record<string, readonly string[] | null>>): string[] =>
    examined(createEngine(builtIn), text, unusedOf(unused)).problems.map(
      ({ code, message, span }) => `${text.slice(span.offset, span.offset + span.length)} ${code}: ${inWords(message)}`,
    );

  test('of a statement of which nothing is used', () => {
    const text = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:ListQ*'] },
        { Effect: 'Allow', Action: 's3:*' },
      ],
    });
    assert.deepEqual(say(text, { sqs: null }), [
      '"Action" statement.unused: Everything this statement allows is reported unused',
      '"sqs:SendMessage" action.unused: sqs:SendMessage is unused',
      '"sqs:ListQ*" action.unused: All 2 actions of sqs:ListQ* are unused',
    ]);
  });

  test('of a policy of which nothing is used: once, and of each action', () => {
    assert.deepEqual(say('{"Statement":{"Effect":"Allow","Action":"sqs:*"}}', { sqs: null }), [
      '"Statement" policy.unused: Everything this policy allows is reported unused: detach it, or delete it if it is inline',
      '"sqs:*" action.unused: All 20 actions of sqs:* are unused',
    ]);
  });

  test('of names the catalogue lacks, in a Deny too, but not of those that go', () => {
    const text = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: ['s3:Frob', 's3:Frob*', 'new:*', 's3:GetFuture', 's3:ListBucket'] },
        { Effect: 'Deny', Action: 'old:Thing' },
      ],
    });
    assert.deepEqual(say(text, { s3: ['GetFuture'], new: ['Thing'] }), [
      '"s3:Frob" action.unknown: s3:Frob is not in the action catalogue from 2026-09-26',
      '"new:*" wildcard.partly-unused: The only known action of new:* is unused',
      '"new:*" service.unknown: The service new is not in the action catalogue from 2026-09-26',
      '"s3:GetFuture" action.unused: s3:GetFuture is unused',
      '"old:Thing" service.unknown: The service old is not in the action catalogue from 2026-09-26',
    ]);
  });

  test('of a wildcard that matches nothing', () => {
    assert.deepEqual(say(policyOf('s3:Frob*'), {}), [
      '"s3:Frob*" action.unknown: s3:Frob* matches no action in the action catalogue from 2026-09-26',
    ]);
  });

  test('of *: how many of all actions', () => {
    assert.deepEqual(say(policyOf('*'), { s3: ['GetObject'] }), [
      '"*" wildcard.partly-unused: 1 of 22,091 actions of * is unused',
    ]);
    // One more that only the policy knows.
    assert.equal(
      say(policyOf('*', 's3:Frob'), { s3: ['GetObject'] })[0],
      '"*" wildcard.partly-unused: 1 of 22,092 actions of * is unused',
    );
  });
});
