import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decideText, narrowAll, type Decision } from '../../core/src/refine/decision.ts';
import { createUniverses, type Universe } from '../../core/src/refine/universe.ts';
import { catalogueOf, unusedOf } from '../support/samples.ts';
import { say } from '../../core/src/text/message.ts';

const names = { ec2: ['RunInstances'], s3: ['GetObject', 'GetObjectAcl', 'PutObject'] };

/** The known names: of the catalogue, of a finding, and of a policy. */
function universeOf(
  unused: Readonly<Record<string, readonly string[] | null>>,
  extra: Readonly<Record<string, readonly string[]>> = {},
): Universe {
  const named = Object.entries(extra).map(
    ([service, list]) => [service, new Map(list.map((name) => [name.toLowerCase(), name]))] as const,
  );
  return createUniverses(catalogueOf(names), unusedOf(unused))(new Map(named));
}

suite('what is decided about an action string, with how many known actions it matches', () => {
  const reason = say(
    '{0} does not list the service {1}, so it is not known what else {2} allows',
    say('{0}', 'the test catalogue'),
    'new',
    'new:*',
  );
  const cases: readonly (readonly [text: string, universe: Universe, decision: Decision])[] = [
    ['s3:GetObject', universeOf({ s3: ['PutObject'] }), { kind: 'keep', matched: 1 }],
    ['s3:putobject', universeOf({ s3: ['PutObject'] }), { kind: 'drop', matched: 1, pattern: 'action' }],
    ['s3:Unheard', universeOf({ s3: null }), { kind: 'drop', matched: 1, pattern: 'action' }],
    ['s3:Unheard', universeOf({ s3: ['PutObject'] }), { kind: 'keep', matched: 1 }],
    ['s3:Get*', universeOf({ s3: ['PutObject'] }), { kind: 'keep', matched: 2 }],
    ['s3:Get*', universeOf({ s3: ['GetObject', 'GetObjectAcl'] }), { kind: 'drop', matched: 2, pattern: 'wildcard' }],
    ['s3:Get*', universeOf({ s3: null }), { kind: 'drop', matched: 2, pattern: 'wildcard' }],
    ['s3:*', universeOf({ s3: ['PutObject'] }), { kind: 'narrow', matched: 3, unused: 1, to: ['s3:Get*'] }],
    ['S3:*Object', universeOf({ s3: ['PutObject'] }), { kind: 'narrow', matched: 2, unused: 1, to: ['S3:GetObject'] }],
    [
      'new:*',
      universeOf({ new: ['Thing'] }, { new: ['Other'] }),
      { kind: 'cannot-narrow', matched: 2, unused: 1, reason },
    ],
    ['new:*', universeOf({ new: null }), { kind: 'drop', matched: 0, pattern: 'wildcard' }],
    ['*', universeOf({}), { kind: 'keep', matched: 4 }],
    ['*', universeOf({ s3: ['PutObject'] }), { kind: 'narrow-all', matched: 4, unused: 1 }],
    ['*:*', universeOf({ s3: null, ec2: null }), { kind: 'drop', matched: 4, pattern: 'wildcard' }],
    // No known name is unused, and yet something is.
    ['*', universeOf({ new: null }), { kind: 'narrow-all', matched: 4, unused: 0 }],
    ['*', universeOf({ new: null, s3: [] }), { kind: 'narrow-all', matched: 4, unused: 0 }],
    [
      's3',
      universeOf({ s3: null }),
      { kind: 'malformed', reason: say('an action needs a service prefix and a colon') },
    ],
  ];
  for (const [i, [text, universe, decision]] of cases.entries())
    test(`${i + 1}: ${text}: ${decision.kind}`, () => assert.deepEqual(decideText(text, universe), decision));
});

suite('wildcards of a service of which the finding names actions that the catalogue lacks', () => {
  const older = { isCatalogueOlder: true } as const;
  const cases: readonly (readonly [text: string, universe: Universe, decision: Decision])[] = [
    // Unused or used by somebody else, which `kept` tells.
    [
      's3:Get*',
      universeOf({ s3: ['GetFuture', 'GetObject'] }),
      { kind: 'narrow', matched: 3, unused: 2, to: ['s3:GetObjectAcl'], ...older },
    ],
    [
      's3:Put*',
      universeOf({ s3: ['PutObject', 'GetFuture'] }),
      { kind: 'drop', matched: 1, pattern: 'wildcard', ...older },
    ],
    ['s3:PutObject', universeOf({ s3: ['PutObject', 'GetFuture'] }), { kind: 'drop', matched: 1, pattern: 'action' }],
    ['s3:Put*', universeOf({ s3: ['GetFuture'] }), { kind: 'keep', matched: 1 }],
    // Other services, and names that the policy alone knows, do not count.
    [
      's3:Put*',
      universeOf({ s3: ['PutObject'], ec2: ['RunFuture'] }),
      { kind: 'drop', matched: 1, pattern: 'wildcard' },
    ],
    [
      's3:*',
      universeOf({ s3: ['PutObject'] }, { s3: ['HeadBucket'] }),
      { kind: 'narrow', matched: 4, unused: 1, to: ['s3:Get*', 's3:HeadBucket'] },
    ],
    ['s3:Put*', universeOf({ s3: null }), { kind: 'drop', matched: 1, pattern: 'wildcard' }],
    ['new:*', universeOf({ new: null }), { kind: 'drop', matched: 0, pattern: 'wildcard' }],
  ];
  for (const [i, [text, universe, decision]] of cases.entries())
    test(`${i + 1}: ${text}: ${decision.kind}`, () => assert.deepEqual(decideText(text, universe), decision));

  test('a name that is used counts, one that only the configuration keeps does not', () => {
    const decided = (fields: object): Decision => {
      const entry = { service: 's3', actions: new Map([['putobject', 'PutObject']]), ...fields };
      return decideText('s3:Put*', createUniverses(catalogueOf(names), new Map([['s3', entry]]))(new Map()));
    };
    assert.deepEqual(
      [
        decided({ notUnused: ['GetFuture'] }),
        decided({ keptByRule: ['GetFuture'] }),
        decided({ notUnused: ['getOBJECT'] }),
      ],
      [older, {}, {}].map((age) => ({ kind: 'drop', matched: 1, pattern: 'wildcard', ...age })),
    );
  });
});

suite('what * becomes', () => {
  const cases: readonly (readonly [what: string, universe: Universe, becomes: readonly string[]])[] = [
    ['services of which nothing is unused', universeOf({}), ['ec2:*', 's3:*']],
    ['one of which some is', universeOf({ s3: ['PutObject'] }), ['ec2:*', 's3:Get*']],
    ['one of which all is', universeOf({ s3: null }), ['ec2:*']],
    ['one of which every known name is', universeOf({ ec2: ['RunInstances'] }), ['s3:*']],
    [
      'one that the catalogue lacks: only the names that are known and used',
      universeOf({ new: ['Thing'] }, { new: ['Other', 'Thing'] }),
      ['ec2:*', 'new:Other', 's3:*'],
    ],
    ['one that only the policy knows', universeOf({}, { new: ['Other'] }), ['ec2:*', 'new:Other', 's3:*']],
  ];
  for (const [what, universe, becomes] of cases) test(what, () => assert.deepEqual(narrowAll(universe), becomes));
});

test('the services are those of the catalogue and of the finding, ascending', () =>
  assert.deepEqual(universeOf({ new: ['Thing'], aaa: null, s3: null }).services, ['aaa', 'ec2', 'new', 's3']));

test('the known names of a service: each once, the catalogue’s spelling before the policy’s, and that before the finding’s', () => {
  const unused = unusedOf({ s3: ['getobject', 'frobBucket', 'zap'] });
  const kept = new Map([...unused].map(([service, entry]) => [service, { ...entry, notUnused: ['ZAP', 'Keep'] }]));
  const universe = createUniverses(
    catalogueOf(names),
    kept,
  )(
    new Map([
      [
        's3',
        new Map([
          ['frobbucket', 'FrobBucket'],
          ['putobject', 'PUTOBJECT'],
        ]),
      ],
    ]),
  );
  const { names: known, unused: flags, unusedBelow } = universe.service('s3');
  assert.deepEqual(known, ['FrobBucket', 'GetObject', 'GetObjectAcl', 'Keep', 'PutObject', 'zap']);
  assert.deepEqual([...flags], [1, 1, 0, 0, 0, 1]);
  assert.deepEqual([...unusedBelow], [0, 1, 2, 2, 2, 2, 3]);
  assert.deepEqual(universe.services, ['ec2', 's3']);
});
