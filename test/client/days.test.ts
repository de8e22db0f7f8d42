import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayFault } from '../../client/src/days.ts';

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
