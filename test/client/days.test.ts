import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayAfter, dayFault, sameDayNextYear } from '../../client/src/days.ts';

test('the last day of a keep rule is a day that there is, in UTC, and not over', () => {
  const now = Date.parse('2026-11-24T23:30:00-05:00');
  const cases: readonly (readonly [text: string, fault: ReturnType<typeof dayFault>])[] = [
    ['2026-11-25', undefined],
    ['2028-02-29', undefined],
    ['9999-12-31', undefined],
    ['2026-11-24', 'past'],
    ['1969-12-31', 'past'],
    ['2027-02-29', 'malformed'],
    ['2027-3-31', 'malformed'],
    ['31.3.2027', 'malformed'],
    ['tomorrow', 'malformed'],
    [' 2027-03-31', 'malformed'],
  ];
  for (const [text, fault] of cases) assert.equal(dayFault(text, now), fault, text);
});

test('the days that are offered as the last day are counted in UTC, whatever the time zone', () => {
  const evening = Date.parse('2026-11-24T23:30:00-05:00');
  assert.deepEqual([dayAfter(0, evening), dayAfter(90, evening)], ['2026-11-25', '2027-02-23']);
  const cases: readonly (readonly [now: string, day: string])[] = [
    ['2026-11-24T23:30:00-05:00', '2027-11-25'],
    ['2026-12-31T23:59:59Z', '2027-12-31'],
    ['2027-03-01T00:00:00Z', '2028-03-01'],
    ['2028-02-29T12:00:00Z', '2029-02-28'],
  ];
  for (const [now, day] of cases) assert.equal(sameDayNextYear(Date.parse(now)), day, now);
});
