/** Several copies of one finding: which of them counts, and where that cannot be known, what blocks. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { at, closed, copy, day, event, failed, far, other, outcome, securityHub, summary } from '../support/copies.ts';

const ahead = (what: string): string => `the finding for A ${what} 9999-01-01, which is in the future`;
const withoutId = 'finding.unreadable: the finding in 2.json cannot be read: it has no id';

const cases: Readonly<
  Record<string, readonly (readonly [what: string, given: readonly unknown[], expected: unknown])[]>
> = {
  'of several active copies of a finding': [
    ['the newer one counts', [copy(['Get'], at(day(1))), copy(['Put'], at(day(2)))], [{ s3: ['Put'] }, null]],
    [
      'analysed later and changed earlier: both count',
      [copy(['Get', 'Put'], at(day(1), day(3))), copy(['Put', 'List'], at(day(2), day(2)))],
      [{ s3: ['Put'] }, null],
    ],
    [
      'of one analysis and two changes: both count',
      [copy(['Get', 'Put'], at(day(2), day(1))), copy(['Put', 'List'], at(day(2), day(2)))],
      [{ s3: ['Put'] }, null],
    ],
    [
      'a page and the last page of another change are not one finding',
      [copy(['Get'], { ...at(day(2), day(1)), nextToken: 't' }), copy(['Put'], at(day(2), day(2)))],
      'finding.incomplete: the finding for A is incomplete (it contains a nextToken, so it is one page of several), so nothing is removed',
    ],
    [
      'changed at what is no time: it may be the newest, and both count',
      [copy(['Get', 'Put'], at(day(1), 'soon')), copy(['Put', 'List'], at(day(2)))],
      [{ s3: ['Put'] }, null],
    ],
    [
      'analysed at a time that lies ahead: both count',
      [copy(['Get', 'Put'], at(day(2))), copy(['Put', 'List'], at(far))],
      [{ s3: ['Put'] }, ahead('is from')],
    ],
    [
      'changed at a time that lies ahead: both count',
      [copy(['Get', 'Put'], at(day(2))), copy(['Put', 'List'], at(day(3), far))],
      [{ s3: ['Put'] }, ahead('was changed on')],
    ],
    [
      'of two that lie ahead both count',
      [copy(['Get', 'Put'], at(far)), copy(['Put', 'List'], at('9998-01-01T00:00:00Z'))],
      [{ s3: ['Put'] }, ahead('is from')],
    ],
    [
      'one that lies ahead and cannot be read blocks',
      [copy(['Get', 'Put'], at(day(2))), copy([], { ...at(far), findingDetails: 'x' })],
      'finding.unreadable: the finding in 2.json cannot be read: findingDetails is not a list',
    ],
  ],
  'a copy that is closed': [
    [
      'closes one that lies ahead',
      [copy(['Get'], at(far)), closed(at(day(2)))],
      'none: its finding from 2026-11-02 is ARCHIVED',
    ],
    [
      'and lies ahead itself: beside another finding, nothing goes',
      [copy(['Get'], at(day(2))), closed(at(far)), other],
      'finding.incomplete: it is not known when the finding f for A was closed, so nothing is removed',
    ],
    [
      'and does not say when: the same',
      [copy(['Get'], at(day(2))), closed(at(null)), other],
      'finding.incomplete: it is not known when the finding f for A was closed, so nothing is removed',
    ],
    [
      'twice, once with a time: that one counts',
      [copy(['Get'], at(day(2))), closed(at(null)), closed(at(day(3))), other],
      [{ s3: ['Get', 'Put'] }, null],
    ],
    [
      'without an active copy says nothing of the other finding',
      [closed(at(far)), other],
      [{ s3: ['Get', 'Put'] }, null],
    ],
  ],
  'a copy that closes or replaces another, and has no id': [
    ['closed', [copy(['Get'], at(day(1))), closed({ ...at(day(2)), id: undefined })], withoutId],
    ['failed', [copy(['Get'], at(day(1))), failed({ ...at(day(2)), id: undefined })], withoutId],
    ['in a list', [copy(['Get'], at(day(1))), summary({ ...at(day(2)), id: undefined })], withoutId],
  ],
  'an event that a finding was deleted': [
    [
      'closes the older copy',
      [copy(['Get'], at(day(1))), event({ ...at(day(2)), isDeleted: true })],
      'none: its finding from 2026-11-02 is deleted',
    ],
    ['or does not', [copy(['Get'], at(day(2))), event({ ...at(day(2)), isDeleted: false })], [{ s3: ['Get'] }, null]],
  ],
  'a copy that failed': [
    [
      'later: nothing goes',
      [copy(['Get'], at(day(1))), failed(at(day(2)))],
      'finding.incomplete: the newest copy of the finding f for A reports an error (ACCESS_DENIED), so nothing is removed',
    ],
    [
      'at the same time: nothing goes',
      [copy(['Get'], at(day(2))), failed(at(day(2)))],
      'finding.incomplete: the newest copy of the finding f for A reports an error (ACCESS_DENIED), so nothing is removed',
    ],
    [
      'at a time that is not known: nothing goes',
      [copy(['Get'], at(day(2))), { ...failed(at(null)), error: {} }],
      'finding.incomplete: the newest copy of the finding f for A reports an error, so nothing is removed',
    ],
    [
      'in a list without details, and in an event',
      [copy(['Get'], at(day(1))), { findings: [{ ...failed(at(day(2))), findingDetails: undefined }] }],
      'finding.incomplete: the newest copy of the finding f for A reports an error (ACCESS_DENIED), so nothing is removed',
    ],
    ['earlier: it counts no more', [copy(['Get'], at(day(2))), failed(at(day(1)))], [{ s3: ['Get'] }, null]],
    [
      'and was closed later: it counts no more',
      [copy(['Get'], at(day(1))), failed(at(day(2))), closed(at(day(3))), other],
      [{ s3: ['Get', 'Put'] }, null],
    ],
    [
      'later than one that lies ahead: nothing goes',
      [copy(['Get'], at(far)), failed(at(day(2)))],
      'finding.incomplete: the newest copy of the finding f for A reports an error (ACCESS_DENIED), so nothing is removed',
    ],
    [
      'of another finding: what AWS would say is not known',
      [failed(at(day(2))), other],
      'finding.incomplete: the newest copy of the finding f for A reports an error (ACCESS_DENIED), so nothing is removed',
    ],
  ],
  'a copy without the names of the actions': [
    [
      'of the same change: the details are up to date',
      [copy(['Get'], at(day(2), day(1))), summary(at(day(9), day(1)))],
      [{ s3: ['Get'] }, null],
    ],
    ['of an earlier change: the same', [copy(['Get'], at(day(2))), summary(at(day(1)))], [{ s3: ['Get'] }, null]],
    [
      'of a later change: nothing goes',
      [copy(['Get'], at(day(1))), summary(at(day(2)))],
      'finding.incomplete: the details of the finding f for A are from 2026-11-01, but the finding changed on 2026-11-02, so nothing is removed',
    ],
    [
      'an event, too',
      [copy(['Get'], at(day(1))), event(at(day(2)))],
      'finding.incomplete: the details of the finding f for A are from 2026-11-01, but the finding changed on 2026-11-02, so nothing is removed',
    ],
    [
      'a record of Security Hub, too',
      [copy(['Get'], at(day(1))), securityHub(day(2))],
      'finding.incomplete: the details of the finding f for A are from 2026-11-01, but the finding changed on 2026-11-02, so nothing is removed',
    ],
    [
      'with an id that may stand in no command: nothing goes',
      [{ ...copy(['Get'], at(day(1))), id: '--debug' }, summary({ ...at(day(2)), id: '--debug' })],
      'finding.incomplete: the details of the finding --debug for A are from 2026-11-01, but the finding changed on 2026-11-02, so nothing is removed',
    ],
    [
      'that does not say when: nothing goes',
      [copy(['Get'], at(day(1))), summary(at(null))],
      'finding.incomplete: it is not known whether the details of the finding f for A are up to date, so nothing is removed',
    ],
    [
      'beside details that do not say when: nothing goes',
      [copy(['Get'], at(null)), summary(at(day(2)))],
      'finding.incomplete: it is not known whether the details of the finding f for A are up to date, so nothing is removed',
    ],
    [
      'beside details that lie ahead: nothing goes',
      [copy(['Get'], at(far)), summary(at(day(2)))],
      'finding.incomplete: it is not known whether the details of the finding f for A are up to date, so nothing is removed',
    ],
    [
      'of a finding that was closed before: nothing goes on the word of another',
      [closed(at(day(1))), summary(at(day(2))), other],
      'finding.incomplete: the finding f for A does not name the actions, so nothing is removed',
    ],
    [
      'and was closed later: it counts no more',
      [summary(at(day(1))), closed(at(day(2))), other],
      [{ s3: ['Get', 'Put'] }, null],
    ],
  ],
};

for (const [whose, rows] of Object.entries(cases))
  suite(whose, () => {
    for (const [what, given, expected] of rows)
      test(what, () => {
        assert.deepEqual(outcome(given), expected);
      });
  });
