/**
 * Copies of findings, closings and other values that are not quite what AWS prints: nothing may go that an honest copy
 * would keep.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readFindings } from '../../core/src/findings/readFindings.ts';
import { createFindingsIndex } from '../../core/src/index.ts';
import { at, closed, copy, day, event, failed, far, other, outcome, role, summary } from '../support/copies.ts';
import { slow } from '../support/slow.ts';

const narrow = copy(['Get'], at(day(2)));
/** Another finding of the role, that alone would let both go. */
const cases: Readonly<
  Record<string, readonly (readonly [what: string, given: readonly unknown[], expected: unknown])[]>
> = {
  'a closing with a time, and an active copy': [
    ...[at('2027-11-20T00:00:00Z'), at(null), at('soon'), at(day(1), far), at(day(1), 'soon')].map(
      (times) =>
        [
          `of ${JSON.stringify(times)}: beside another finding, nothing goes`,
          [copy(['Get'], times), closed(at(day(3))), other],
          'finding.incomplete: it is not known when the finding f for A was closed, so nothing is removed',
        ] as const,
    ),
    ['that is older: the other finding decides', [narrow, closed(at(day(3))), other], [{ s3: ['Get', 'Put'] }, null]],
    [
      'that cannot be read, and neither tells its time: it is not closed',
      [copy([], { findingDetails: 'x' }), closed({})],
      'finding.unreadable: the finding in 1.json cannot be read: findingDetails is not a list',
    ],
    ['that is newer: it counts, too', [narrow, closed(at(day(1))), other], [{ s3: ['Get'] }, null]],
  ],
  'a finding about the role that cannot be read': [
    [
      'blocks beside one about permissions',
      [other, copy([], { findingType: 'UnusedIAMRole', findingDetails: [{ x: 1 }] })],
      'finding.unreadable: the finding in 2.json cannot be read: entry 1 of findingDetails is not understood: x',
    ],
    [
      'and one that can be read does not',
      [
        other,
        copy([], { ...at(day(2)), findingType: 'UnusedIAMRole', findingDetails: [{ unusedIamRoleDetails: {} }] }),
      ],
      [{ s3: ['Get', 'Put'] }, null],
    ],
  ],
  'a type of findings that is not known blocks': [
    ...['UNUSED_PERMISSION', 'unusedPermission', 'UnusedPermissions', ''].flatMap((findingType) => [
      [
        `with details: ${findingType}`,
        [other, { ...narrow, findingType }],
        `finding.unreadable: the finding in 2.json cannot be read: its findingType is not understood: ${findingType}`,
      ] as const,
      [
        `without: ${findingType}`,
        [other, summary({ ...at(day(2)), findingType })],
        `finding.unreadable: the finding in 2.json cannot be read: its findingType is not understood: ${findingType}`,
      ] as const,
    ]),
    [
      'and one that says nothing of policies does not',
      [other, { ...narrow, findingType: 'InternalAccess' }],
      [{ s3: ['Get', 'Put'] }, null],
    ],
  ],
  'what is left of a finding': [
    [
      'without its type may close it',
      [narrow, [{ id: 'f', resource: role, status: 'ARCHIVED', updatedAt: day(3) }]],
      'finding.unreadable: the finding in 2.json cannot be read: it has no findingType',
    ],
  ],
  'a principal that is not quite an ARN blocks whom it names': [
    `${role} `,
    `\u200b${role}`,
    [[role]],
    { x: { Value: role } },
    [{ arn: `<${role}>` }],
  ].flatMap((resource) => [
    [
      `of a finding: ${JSON.stringify(resource)}`,
      [other, { ...narrow, resource }],
      'finding.unreadable: the finding in 2.json cannot be read: resource is not an ARN',
    ] as const,
    [
      `without details: ${JSON.stringify(resource)}`,
      [other, summary({ ...at(day(2)), resource })],
      'finding.unreadable: the finding in 2.json cannot be read: resource is not an ARN',
    ] as const,
    [
      `in two spellings: ${JSON.stringify(resource)}`,
      [other, { ...narrow, resource, Resource: resource }],
      'finding.unreadable: the finding in 2.json cannot be read: it contains resource twice',
    ] as const,
  ]),
  'an event that a finding was deleted': [
    ...['false', 'true', 0, {}, []].map(
      (isDeleted) =>
        [
          `or not: ${JSON.stringify(isDeleted)}`,
          [narrow, event({ ...at(day(3)), isDeleted })],
          'finding.unreadable: the finding in 2.json cannot be read: its isDeleted is neither true nor false',
        ] as const,
    ),
    ['is not one with null', [narrow, event({ ...at(day(2)), isDeleted: null })], [{ s3: ['Get'] }, null]],
  ],
  'a finding that stands in JSON as text': [
    ...[narrow, summary(at(day(3))), { servicesLastAccessed: [{ LastAuthenticatedEntity: role }] }].flatMap((found) => [
      ['in a list', [[other, JSON.stringify(found)]], misplaced(1)] as const,
      ['by itself', [other, JSON.stringify(found)], misplaced(2)] as const,
      ['in an envelope', [[other, { Message: JSON.stringify(found) }]], misplaced(1, 'Message')] as const,
      [
        'in two',
        [other, { Messages: [{ Body: JSON.stringify({ Message: JSON.stringify(found) }) }] }],
        misplaced(2, 'Messages.0.Body'),
      ] as const,
      ['beside findings', [{ findings: [other], x: [JSON.stringify(found)] }], misplaced(1, 'x.0')] as const,
    ]),
    ['and other text is none', [[other, 'ok', { Message: `of ${role}` }]], [{ s3: ['Get', 'Put'] }, null]],
  ],
  'pages of a finding': [
    [
      'that do not tell their times are not put together',
      [copy(['Get'], { ...at(null), nextToken: 't' }), copy(['Put'], at(null))],
      'finding.incomplete: the finding for A is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
    ],
    [
      'that tell it are',
      [copy(['Get'], { ...at(day(2)), nextToken: 't' }), copy(['Put'], at(day(2)))],
      [{ s3: ['Put', 'Get'] }, null],
    ],
  ],
  'an empty id': [
    [
      'of a closed finding: which one is closed is not known',
      [other, closed({ ...at(day(3)), id: '' })],
      'finding.unreadable: the finding in 2.json cannot be read: it has no id',
    ],
    [
      'of one without details: the same',
      [other, summary({ ...at(day(3)), id: '' })],
      'finding.unreadable: the finding in 2.json cannot be read: it has no id',
    ],
    [
      'does not make two findings one',
      [copy(['Get'], { ...at(day(2)), id: '' }), copy(['Get', 'Put'], { ...at(day(3)), id: '' })],
      [{ s3: ['Get'] }, null],
    ],
  ],
};

function misplaced(file: number, where?: string): string {
  const place = where === undefined ? 'a string' : where;
  return `finding.unreadable: ${file}.json names A but cannot be read (a finding in ${place}, where findings are not read)`;
}

for (const [whose, rows] of Object.entries(cases))
  suite(whose, () => {
    for (const [what, given, expected] of rows)
      test(what, () => {
        assert.deepEqual(outcome(given), expected);
      });
  });

slow('thousands of copies of one finding cost no more than each of them', () => {
  const time = (i: number): string => new Date(Date.parse(day(1)) + i * 1000).toISOString();
  const kinds: readonly ((i: number) => object)[] = [
    (i) => copy([`Get${i}`], at(time(i))),
    (i) => copy([`Get${i}`], at(day(2))),
    (i) => closed(at(time(i))),
    (i) => failed(at(time(i))),
    (i) => summary(at(time(i))),
  ];
  const files = Array.from({ length: 5000 }, (_, i) => ({
    file: `/w/${i}.json`,
    reading: readFindings(JSON.stringify(kinds[i % 5]?.(i))),
  }));
  const index = createFindingsIndex(files, Date.parse(day(20)));
  const start = process.cpuUsage();
  index.of(role);
  index.unsettled(role);
  index.setAside('A');
  assert.ok(process.cpuUsage(start).user < 10_000_000, 'microseconds of the processor');
});
