/** A report that does not say whose it is, and several principals of the name of its file. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Attachment, PrincipalName } from '../../core/src/policy/subject.ts';
import { say } from '../../core/src/text/index.ts';
import { filed, mayGo, report, role, said, unspecified, matcherOf, type Setting } from '../support/matching.ts';

const user = (name: string): string => `arn:aws:iam::123456789012:user/${name}`;
const named = (type: 'role' | 'user', arn?: string): PrincipalName => ({ type, name: 'Alice', arn });
const attached = (...to: readonly PrincipalName[]): Attachment => ({
  kind: 'attached',
  to,
  says: say('by the document'),
});
const [roleAlice, userAlice, elsewhere] = [role('Alice'), user('Alice'), role('Alice', '999999999999')];
const alices = [report('/w/findings/Alice.last-accessed.json')];

/** What may go, or why nothing may, of the first of the policies of a document, who are held by these. */
const outcome = (policies: readonly Attachment[], setting: Setting = {}, files = alices): unknown => {
  const subjects = policies.map((attachment) => ({ attachment }));
  const file = { segments: ['t.json'], folder: '/w', pathInConfig: 't.json' };
  const found = matcherOf(files, setting).ofFile(file, subjects[0] ?? { attachment: unspecified }, { subjects });
  return found.kind === 'matched' ? mayGo(found) : said(found);
};
const several = (...arns: readonly string[]): string =>
  `finding.ambiguous: Alice.last-accessed.json does not say which principal it is about, and several are named Alice (${arns.join(', ')}), so nothing is removed`;
const mapped = (...attachedTo: readonly string[]) => ({
  config: { policies: [{ files: 'other/*.json', attachedTo }] },
});

suite('a report by the name of its file', () => {
  const goes = { sqs: '*' };
  const cases: readonly (readonly [what: string, outcome: unknown, expected: unknown])[] = [
    ['is of the only one of that name', outcome([attached(named('role', roleAlice))]), goes],
    ['of whom no account is known', outcome([attached(named('role'))]), goes],
    [
      'also if the document names the same twice',
      outcome([attached(named('role')), attached(named('role', roleAlice))]),
      goes,
    ],
    [
      'not where a user and a role hold the policy',
      outcome([attached(named('role', roleAlice), named('user', userAlice))]),
      several(roleAlice, userAlice),
    ],
    [
      'not where they hold different policies of the document',
      outcome([attached(named('user')), attached(named('role'))]),
      several('role/Alice', 'user/Alice'),
    ],
    [
      'not where they are of two accounts',
      outcome([attached(named('role', roleAlice)), attached(named('role', elsewhere))]),
      several(roleAlice, elsewhere),
    ],
    [
      'not where the document names another that is certain not to hold the policy',
      outcome([
        attached(named('role')),
        { kind: 'unclear', reason: say('x'), named: [], others: [named('user', userAlice)] },
      ]),
      several(userAlice, 'role/Alice'),
    ],
    [
      'not where the configuration names another',
      outcome([attached(named('role', roleAlice))], mapped(elsewhere)),
      several(roleAlice, elsewhere),
    ],
    [
      'not where a finding that does not count names another',
      outcome([attached(named('role', roleAlice))], {}, [
        ...alices,
        filed({ arn: userAlice, id: 'x', status: 'ARCHIVED' }),
      ]),
      several(roleAlice, userAlice),
    ],
  ];
  for (const [what, found, expected] of cases) test(what, () => assert.deepEqual(found, expected));
});
