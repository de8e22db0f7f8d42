/** The rows of the view Unused Access: their order, what the filter hides, and what a row stands for. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  actionsUnder,
  createRowTree,
  idOf,
  policyOf,
  type Filter,
  type Row,
  type RowTree,
} from '../../client/src/unused/rows.ts';
import type {
  KeptByRule,
  PolicyAt,
  UndecidedPolicy,
  UnusedAccess,
  UnusedAction,
  UnusedPolicy,
} from '../../protocol/src/index.ts';

const at = (file: string): PolicyAt => ({
  uri: `file:///w/${file}`,
  file,
  policy: 0,
  mark: 'mark',
  line: 0,
  character: 0,
});

/** `s3:GetObject Read` */
const unused = (words: string): UnusedAction => {
  const [action = '', ...rest] = words.split(' ');
  const risk = rest.join(' ') as UnusedAction['risk'];
  const level = risk === 'Privilege escalation' ? 'Permissions management' : risk;
  return {
    action,
    text: action,
    line: 0,
    character: 0,
    ...(risk === undefined || level === undefined ? {} : { risk, level }),
  };
};

const policy = (
  file: string,
  role: string,
  actions: readonly string[],
  rest: Partial<UnusedPolicy> = {},
): UnusedPolicy => {
  const all = actions.map(unused);
  const services = [...new Set(all.map(({ action }) => action.split(':')[0] ?? ''))];
  return {
    ...at(file),
    principals: [{ name: role, account: '111111111111' }],
    isWhollyUnused: false,
    services: services.map((service) => ({
      service,
      actions: all.filter(({ action }) => action.startsWith(`${service}:`)),
    })),
    ...rest,
  };
};

const access = (policies: readonly UnusedPolicy[], rest: Partial<UnusedAccess> = {}): UnusedAccess => ({
  policies,
  roles: [],
  undecided: [],
  kept: [],
  silent: [],
  findings: 1,
  ignored: { files: 0, folders: 0 },
  ...rest,
});

const nameOf = (row: Row): string => {
  switch (row.kind) {
    case 'group':
      return `[${row.group}]`;
    case 'principal':
      return row.principals.map(({ name }) => name).join('+');
    case 'policy':
    case 'role':
    case 'undecided':
      return row.policy.file;
    case 'service':
      return row.service;
    case 'action':
      return row.action.action;
    case 'account':
      return `${row.choices.files}: ${row.choices.accounts.join(' or ')} (${row.policies})`;
    case 'kept':
      return row.rule.patterns.join();
  }
};

/** Every row, two spaces deeper below another. */
const drawn = (tree: RowTree, row?: Row, depth = ''): string[] =>
  tree.below(row).flatMap((one) => [depth + nameOf(one), ...drawn(tree, one, `${depth}  `)]);

const rows = (found: UnusedAccess, filter: Filter = {}): string[] => drawn(createRowTree(found, filter));

const undecided = (file: string, kind: UndecidedPolicy['kind']): UndecidedPolicy => ({
  ...at(file),
  kind,
  reason: 'a reason',
});

const kept: KeptByRule = {
  file: '.iam-refine.json',
  configUri: 'file:///w/.iam-refine.json',
  line: 3,
  offset: 20,
  patterns: ['s3:Get*'],
  reason: 'audit',
  uri: 'file:///w/A.json',
  actions: ['s3:GetObject'],
};

suite('the order of the rows', () => {
  test('the worst risk comes first, then the most actions with it', () => {
    assert.deepEqual(
      rows(
        access([
          policy('many.json', 'Reader', ['s3:GetObject Read', 's3:GetObjectAcl Read', 's3:ListBucket List']),
          policy('write.json', 'Writer', ['s3:PutObject Write']),
          policy('two.json', 'Manager', [
            'kms:PutKeyPolicy Permissions management',
            'kms:CreateGrant Permissions management',
          ]),
          policy('one.json', 'Granter', ['s3:PutBucketPolicy Permissions management']),
          policy('escalates.json', 'Admin', ['lambda:Invoke Write', 'iam:PutRolePolicy Privilege escalation']),
        ]),
      ).filter((row) => !row.startsWith(' ')),
      ['Admin', 'Manager', 'Granter', 'Writer', 'Reader'],
    );
  });

  test('a lone policy is its principal; several are rows of their own', () => {
    assert.deepEqual(
      rows(
        access([
          policy('a/one.json', 'A', ['s3:PutObject Write', 'sqs:ListQueues List', 's3:GetObject Read']),
          policy('b/one.json', 'B', ['s3:GetObject Read']),
          policy('b/two.json', 'B', ['s3:PutObject Write']),
        ]),
      ),
      [
        'A',
        '  s3',
        '    s3:PutObject',
        '    s3:GetObject',
        '  sqs',
        '    sqs:ListQueues',
        'B',
        '  b/two.json',
        '    s3',
        '      s3:PutObject',
        '  b/one.json',
        '    s3',
        '      s3:GetObject',
      ],
    );
  });

  test('unused roles come first; what must be decided, and what is kept, come last in groups', () => {
    assert.deepEqual(
      rows(
        access(
          [
            policy('A.json', 'A', ['s3:GetObject Read']),
            policy('old.json', 'Old', ['s3:PutObject Write'], { doubt: { kind: 'stale', reason: 'old' } }),
            policy('new.json', 'New', ['s3:PutObject Write'], { doubt: { kind: 'too-new', reason: 'new' } }),
          ],
          {
            roles: [{ ...at('role.json'), principal: { name: 'R' }, lastUse: 'never used' }],
            undecided: [
              undecided('u.json', 'unmatched'),
              undecided('b.json', 'blocked'),
              undecided('a.json', 'ambiguous'),
            ],
            kept: [kept],
          },
        ),
      ),
      [
        '[roles]',
        '  role.json',
        'A',
        '  s3',
        '    s3:GetObject',
        '[stale]',
        '  Old',
        '    s3',
        '      s3:PutObject',
        '[too-new]',
        '  New',
        '    s3',
        '      s3:PutObject',
        '[ambiguous]',
        '  a.json',
        '[blocked]',
        '  b.json',
        '[unmatched]',
        '  u.json',
        '[kept]',
        '  s3:Get*',
      ],
    );
  });

  test('one choice of an account settles all policies of its files', () => {
    const ambiguous = (file: string, files: string, ...accounts: readonly string[]): UndecidedPolicy => ({
      ...undecided(file, 'ambiguous'),
      accounts: { config: 'file:///w/.iam-refine.json', files, accounts },
    });
    assert.deepEqual(
      rows(
        access([], {
          undecided: [
            ambiguous('prod/a.json', 'prod/**', '111111111111', '222222222222'),
            ambiguous('prod/b.json', 'prod/**', '222222222222', '333333333333'),
            ambiguous('dev/a.json', 'dev/**', '111111111111', '222222222222'),
            undecided('c.json', 'ambiguous'),
          ],
        }),
      ),
      [
        '[ambiguous]',
        '  prod/**: 111111111111 or 222222222222 or 333333333333 (2)',
        '  dev/**: 111111111111 or 222222222222 (1)',
        '  prod/a.json',
        '  prod/b.json',
        '  dev/a.json',
        '  c.json',
      ],
    );
  });

  test('a choice of an account is for one configuration: folders of a workspace have the same globs', () => {
    const ambiguous = (folder: string): UndecidedPolicy => ({
      ...undecided(`${folder}/a.json`, 'ambiguous'),
      accounts: {
        config: `file:///w/${folder}/.iam-refine.json`,
        files: '*',
        accounts: ['111111111111', '222222222222'],
      },
    });
    assert.deepEqual(rows(access([], { undecided: [ambiguous('one'), ambiguous('two')] })).slice(0, 3), [
      '[ambiguous]',
      '  *: 111111111111 or 222222222222 (1)',
      '  *: 111111111111 or 222222222222 (1)',
    ]);
  });

  test('before the first search there are no rows', () => {
    assert.deepEqual(drawn(createRowTree(undefined, {})), []);
  });
});

suite('the filter', () => {
  const found = access([
    policy('A.json', 'A', ['s3:PutObject Write', 's3:GetObject Read', 'sqs:ListQueues List']),
    policy('B.json', 'B', ['s3:GetObject Read']),
  ]);

  test('shows only its access levels and services', () => {
    assert.deepEqual(rows(found, { levels: new Set(['Write']) }), ['A', '  s3', '    s3:PutObject']);
    assert.deepEqual(rows(found, { services: new Set(['sqs']) }), ['A', '  sqs', '    sqs:ListQueues']);
    assert.deepEqual(rows(found, { levels: new Set(['Read', 'List']), services: new Set(['s3']) }), [
      'A',
      '  s3',
      '    s3:GetObject',
      'B',
      '  s3',
      '    s3:GetObject',
    ]);
  });

  test('a row stands for exactly the actions that are shown, and says that others are hidden', () => {
    const [row] = createRowTree(found, { levels: new Set(['Write']) }).below(undefined);
    assert.ok(row);
    assert.deepEqual(
      { actions: actionsUnder(row).map(({ action }) => action), isPartly: policyOf(row)?.isPartly },
      { actions: ['s3:PutObject'], isPartly: true },
    );
  });

  test('a policy of which nothing is hidden is not called partly shown', () => {
    const [row] = createRowTree(found, { services: new Set(['s3', 'sqs']) }).below(undefined);
    assert.equal(row && policyOf(row)?.isPartly, false);
  });
});

suite('rows', () => {
  const found = access(
    [policy('b/one.json', 'B', ['s3:GetObject Read']), policy('b/two.json', 'B', ['s3:PutObject Write'])],
    {
      undecided: [undecided('u.json', 'unmatched')],
      kept: [kept],
    },
  );

  const all = (tree: RowTree, row?: Row): Row[] => tree.below(row).flatMap((one) => [one, ...all(tree, one)]);

  test('know the row above them', () => {
    const tree = createRowTree(found, {});
    for (const row of all(tree)) assert.ok(tree.below(tree.above(row)).includes(row), nameOf(row));
  });

  test('have different names, which are the same after another search', () => {
    const [first, second] = [
      all(createRowTree(found, {})).map(idOf),
      all(createRowTree(structuredClone(found), {})).map(idOf),
    ];
    assert.deepEqual([first, new Set(first).size], [second, first.length]);
  });

  test('of a principal with several policies stand for no single policy', () => {
    const [row] = createRowTree(found, {}).below(undefined);
    assert.equal(row && policyOf(row), undefined);
  });
});
