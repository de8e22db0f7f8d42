import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as fc from 'fast-check';
import { applyEdits, inWords } from '../../core/src/text/index.ts';
import { isExpired, keepActions, mapPolicy, readConfig, useAccount, type Config } from '../../core/src/config/index.ts';
import { holds } from '../support/property.ts';

const arn = 'arn:aws:iam::123456789012:role/A';

/** A configuration as plain data, without places. */
function plain({ findings, policies, accounts, keep }: Config): unknown {
  return {
    ...(findings === undefined
      ? {}
      : {
          findings: findings.map(({ files, principal }) => (principal === undefined ? files : [files, principal.arn])),
        }),
    policies: policies.map(({ files, attachedTo, line }) => [
      files,
      attachedTo.map(({ principal }) => principal.name),
      line,
    ]),
    ...(accounts.length === 0 ? {} : { accounts: accounts.map(({ files, account, line }) => [files, account, line]) }),
    keep: keep.map(({ actions, principals, reason, until, line }) => [
      actions,
      principals ?? null,
      reason,
      until ?? null,
      line,
    ]),
  };
}

function read(text: string): unknown {
  const reading = readConfig(text);
  if (reading.kind === 'read') return plain(reading.config);
  const { span, message } = reading.error;
  return `${text.slice(span.offset, span.offset + span.length)}: ${inWords(message)}`;
}

suite('reading .iam-refine.json', () => {
  test('all that it may hold, with comments and a comma at the end', () => {
    const text = `{
      "$schema": "x", // a comment
      "findings": ["access/*.ndjson", { "files": "r/*.json", "principal": "${arn}" }],
      "policies": [{ "files": "roles/*.json", "attachedTo": ["${arn}"] }],
      "accounts": [{ "files": "iam/prod/**", "account": "012345678901" }],
      "keep": [
        { "actions": ["s3:Get*", "*"], "principals": ["${arn}"], "reason": "audit", "until": "2027-03-31" },
        { "actions": ["iam:PassRole"], "reason": "nobody can know" },
      ],
    }`;
    assert.deepEqual(read(text), {
      findings: ['access/*.ndjson', ['r/*.json', arn]],
      policies: [['roles/*.json', ['A'], 4]],
      accounts: [['iam/prod/**', '012345678901', 5]],
      keep: [
        [['s3:Get*', '*'], [arn], 'audit', '2027-03-31', 7],
        [['iam:PassRole'], null, 'nobody can know', null, 8],
      ],
    });
  });

  test('one without members says nothing, and leaves the findings to the settings', () => {
    assert.deepEqual(read('{}'), { policies: [], keep: [] });
  });

  const wrong: readonly (readonly [text: string, said: string])[] = [
    ['', ': it is empty'],
    [' \n', ': it is empty'],
    ['[]', '[]: the configuration must be an object'],
    [
      '{"kep": []}',
      '"kep": unknown key kep in the configuration; known keys: $schema, findings, policies, accounts, keep',
    ],
    ['{"keep": [], "keep": []}', '"keep": duplicate key keep'],
    ['{"keep": {}}', '{}: keep must be a list'],
    ['{"keep": [{"actions": ["s3:*"]}]}', '{"actions": ["s3:*"]}: reason is missing'],
    ['{"keep": [{"actions": ["s3:*"], "reason": " "}]}', '" ": reason must be a string that is not empty'],
    ['{"keep": [{"actions": ["s3"], "reason": "r"}]}', '"s3": s3: an action needs a service prefix and a colon'],
    [
      '{"keep": [{"actions": ["s3:*"], "reason": "r", "until": "31.3.27"}]}',
      '"31.3.27": until must be a date such as 2027-03-31, not 31.3.27',
    ],
    [
      '{"keep": [{"actions": ["s3:*"], "reason": "r", "until": "2027-02-30"}]}',
      '"2027-02-30": until must be a date such as 2027-03-31, not 2027-02-30',
    ],
    ['{"policies": [{"files": "x", "attachedTo": ["A"]}]}', '"A": A is not the ARN of an IAM role or user'],
    ['{"policies": [{"files": "x", "attachedTo": []}]}', '[]: attachedTo is an empty list'],
    ['{"keep": [{"actions": [], "reason": "r"}]}', '[]: actions is an empty list'],
    ['{"keep": [{"actions": ["s3:*"], "principals": [], "reason": "r"}]}', '[]: principals is an empty list'],
    [
      '{"keep": [{"actions": ["s3:*"], "principals": ["A"], "reason": "r"}]}',
      '"A": A is not the ARN of an IAM role or user',
    ],
    [
      `{"policies": [{"files": "../x", "attachedTo": ["${arn}"]}]}`,
      '"../x": ../x leads out of the folder it starts in: a glob must stay below it',
    ],
    ['{"findings": ["/etc/*"]}', '"/etc/*": /etc/* leads out of the folder it starts in: a glob must stay below it'],
    ['{"findings": [3]}', '3: an entry of findings must be a glob or an object'],
    ['{"findings": [{"files": "x"}]}', '{"files": "x"}: principal is missing'],
    ['{"policies": [}', '}: value expected'],
    ['{"accounts": {}}', '{}: accounts must be a list'],
    ['{"accounts": ["x/**"]}', '"x/**": an entry of accounts must be an object'],
    ['{"accounts": [{"files": "x/**"}]}', '{"files": "x/**"}: account is missing'],
    ['{"accounts": [{"account": "123456789012"}]}', '{"account": "123456789012"}: files is missing'],
    [
      '{"accounts": [{"files": "/x", "account": "123456789012"}]}',
      '"/x": /x leads out of the folder it starts in: a glob must stay below it',
    ],
    [
      '{"accounts": [{"files": "x", "account": 123456789012}]}',
      '123456789012: account must be a string that is not empty',
    ],
    ...['12345678901', '1234567890123', '1234-5678-9012', ' 123456789012', '１２３４５６７８９０１２'].map(
      (account): readonly [string, string] => [
        `{"accounts": [{"files": "x", "account": "${account}"}]}`,
        `"${account}": ${account} is not an account id: use its 12 digits`,
      ],
    ),
    [
      '{"accounts": [{"files": "x", "account": "123456789012", "why": "ours"}]}',
      '"why": unknown key why in an entry of accounts; known keys: files, account',
    ],
  ];
  for (const [text, said] of wrong) test(`refused: ${text}`, () => assert.equal(read(text), said));

  test('reading never throws', () => {
    holds(fc.oneof(fc.json(), fc.string()), (text) => {
      readConfig(text);
    });
  });

  test('an entry holds to the end of its last day', () => {
    const entry = { actions: [], reason: '', span: { offset: 0, length: 0 }, line: 1 };
    const at = (time: string): boolean => isExpired({ ...entry, until: '2027-03-31' }, Date.parse(time));
    assert.deepEqual(
      [at('2027-03-31T23:59:59Z'), at('2027-04-01T00:00:00Z'), isExpired(entry, Date.now())],
      [false, true, false],
    );
  });
});

suite('writing the principals of a file', () => {
  const write = (text: string, files = 'x.json', arns: readonly string[] = [arn], resource?: string): string => {
    const edit = mapPolicy(text, files, arns, resource);
    return edit.kind === 'edit' ? (applyEdits(text, edit.edits) ?? 'overlap') : inWords(edit.reason);
  };

  test('a new configuration', () => {
    assert.equal(
      write(''),
      `{\n  "policies": [\n    {\n      "files": "x.json",\n      "attachedTo": [\n        "${arn}"\n      ]\n    }\n  ]\n}\n`,
    );
  });

  test('comes before the entries that are there, whose text stays, in the indentation of the file', () => {
    const text = `{\n\t// ours\n\t"keep": [],\n\t"policies": [\n\t\t{ "files": "*.json", "attachedTo": ["${arn}"] } // all\n\t]\n}\n`;
    assert.equal(
      write(text),
      `{\n\t// ours\n\t"keep": [],\n\t"policies": [\n\t\t{\n\t\t\t"files": "x.json",\n\t\t\t"attachedTo": [\n\t\t\t\t"${arn}"\n\t\t\t]\n\t\t},\n\t\t{ "files": "*.json", "attachedTo": ["${arn}"] } // all\n\t]\n}\n`,
    );
  });

  test('an entry for exactly these files is changed where it stands', () => {
    const text = `{"policies": [{"files": "*.json", "attachedTo": ["${arn}"]}, {"files": "x.json", "attachedTo": ["${arn}"]}]}`;
    const other = arn.replace('/A', '/B');
    const config = readConfig(write(text, 'x.json', [other, arn]));
    assert.ok(config.kind === 'read');
    assert.deepEqual(
      config.config.policies.map(({ files, attachedTo }) => [files, attachedTo.map(({ principal }) => principal.name)]),
      [
        ['*.json', ['A']],
        ['x.json', ['B', 'A']],
      ],
    );
  });

  test('of one resource: the entry for the whole file stays', () => {
    const text = `{"policies": [{"files": "x.json", "attachedTo": ["${arn}"]}]}`;
    const config = readConfig(write(write(text, 'x.json', [arn], 'Other'), 'x.json', [arn], 'AppRole'));
    assert.ok(config.kind === 'read');
    assert.deepEqual(
      config.config.policies.map(({ files, resource }) => [files, resource]),
      [
        ['x.json', 'AppRole'],
        ['x.json', 'Other'],
        ['x.json', undefined],
      ],
    );
  });

  test('a configuration that cannot be used is not written into', () => {
    assert.equal(
      write('{"kep": 1}'),
      'unknown key kep in the configuration; known keys: $schema, findings, policies, accounts, keep',
    );
  });

  test('whatever the configuration, the edit says what it should, and nothing else changes', () => {
    const glob = fc.constantFrom('x.json', '*.json', 'a/**', 'b.json');
    const resource = fc.constantFrom(undefined, 'AppRole', 'aws_iam_role.app');
    const mapping = fc.record({
      files: glob,
      resource,
      attachedTo: fc.constantFrom([arn], [arn, arn.replace('/A', '/B')]),
    });
    const config = fc.record(
      {
        keep: fc.constant([{ actions: ['s3:*'], reason: 'r' }]),
        policies: fc.array(mapping, { maxLength: 3 }),
        findings: fc.constant(['f.json']),
      },
      { requiredKeys: [] },
    );
    holds(fc.tuple(config, fc.constantFrom(0, 2, '\t'), glob, resource), ([value, layout, files, of]) => {
      const text = JSON.stringify(value, null, layout);
      const before = JSON.parse(text) as typeof value;
      const after = JSON.parse(write(text, files, [arn], of)) as typeof value;
      const isOwn = (entry: { readonly files: string; readonly resource?: string | undefined }): boolean =>
        entry.files === files && entry.resource === of;
      assert.deepEqual(after.policies?.find(isOwn)?.attachedTo, [arn]);
      assert.deepEqual([after.keep, after.findings], [before.keep, before.findings]);
      const others = (list: typeof value.policies): unknown => (list ?? []).filter((entry) => !isOwn(entry));
      assert.deepEqual(others(after.policies), others(before.policies));
    });
  });
});

suite('writing the account of files', () => {
  const write = (text: string, files = 'iam/prod/**', account = '111111111111'): string => {
    const edit = useAccount(text, files, account);
    return edit.kind === 'edit' ? (applyEdits(text, edit.edits) ?? 'overlap') : inWords(edit.reason);
  };

  test('a new configuration', () => {
    assert.equal(
      write(''),
      '{\n  "accounts": [\n    {\n      "files": "iam/prod/**",\n      "account": "111111111111"\n    }\n  ]\n}\n',
    );
  });

  test('comes first, because the first entry that matches applies; nothing else changes', () => {
    const text = `{
  // "accounts": [] is what this was
  "accounts": [
    { "files": "**", "account": "222222222222" } // all others
  ],
  "policies": [{ "files": "iam/prod/**", "attachedTo": ["${arn}"] }]
}
`;
    assert.equal(
      write(text),
      text.replace(
        '    { "files": "**"',
        '    {\n      "files": "iam/prod/**",\n      "account": "111111111111"\n    },\n    { "files": "**"',
      ),
    );
  });

  test('a list is made, even if a comment or a reason speaks of one', () => {
    const text = '{ "keep": [{ "actions": ["s3:*"], "reason": "see \\"accounts\\": [" }] } // "accounts": [';
    const config = readConfig(write(text));
    assert.ok(config.kind === 'read');
    assert.deepEqual(
      [config.config.accounts.map(({ files, account }) => [files, account]), config.config.keep.length],
      [[['iam/prod/**', '111111111111']], 1],
    );
  });

  test('an entry for exactly these files is changed where it stands', () => {
    const text =
      '{"accounts": [{"files": "a", "account": "222222222222"}, {"files": "iam/prod/**", "account": "333333333333"}]}';
    assert.equal(write(text), text.replace('333333333333', '111111111111'));
  });

  test('refused: what could not be read again, and a configuration that cannot be used', () => {
    const notAnId = 'prod is not an account id: use its 12 digits';
    assert.deepEqual(
      [write('', 'x', 'prod'), write('{}', 'x', 'prod'), write('', '../x'), write('{"kep": 1}')],
      [
        notAnId,
        notAnId,
        '../x leads out of the folder it starts in: a glob must stay below it',
        'unknown key kep in the configuration; known keys: $schema, findings, policies, accounts, keep',
      ],
    );
  });
});

suite('keeping an action until a day', () => {
  const keep = (until: string | undefined, now: string, text = ''): string => {
    const edit = keepActions(text, { actions: ['s3:*'], principals: [], reason: 'audit', until }, Date.parse(now));
    return edit.kind === 'edit' ? (applyEdits(text, edit.edits) ?? 'overlap') : inWords(edit.reason);
  };
  const past = (day: string): string => `${day} is in the past; choose today or a later date`;

  test('today is the last one that can be written, and days end at midnight in UTC', () => {
    const cases: readonly (readonly [until: string | undefined, now: string, refusal?: string])[] = [
      [undefined, '2026-11-24T12:00:00Z'],
      ['2026-11-24', '2026-11-24T00:00:00Z'],
      ['2026-11-24', '2026-11-24T23:59:59.999Z'],
      ['2026-11-24', '2026-11-24T20:00:00-04:00', past('2026-11-24')],
      ['2026-11-23', '2026-11-24T00:00:00Z', past('2026-11-23')],
      ['1999-12-31', '2026-11-24T00:00:00Z', past('1999-12-31')],
      ['2026-02-30', '2026-11-24T00:00:00Z', 'until must be a date such as 2027-03-31, not 2026-02-30'],
    ];
    for (const [until, now, refusal] of cases)
      for (const text of ['', '{"keep": []}']) {
        const written = keep(until, now, text);
        if (refusal !== undefined) assert.equal(written, refusal);
        else
          assert.deepEqual(JSON.parse(written), {
            keep: [{ actions: ['s3:*'], reason: 'audit', ...(until === undefined ? {} : { until }) }],
          });
      }
  });

  test('an entry that is over already is no reason to write none', () => {
    const text = '{"keep": [{"actions": ["s3:*"], "reason": "old", "until": "2020-01-01"}]}';
    assert.equal((JSON.parse(keep('2027-01-01', '2026-11-24T00:00:00Z', text)) as { keep: unknown[] }).keep.length, 2);
  });
});
