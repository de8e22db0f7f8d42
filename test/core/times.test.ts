import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readTime } from '../../core/src/text/time.ts';

suite('times', () => {
  const eight = Date.UTC(2026, 10, 20, 8);
  const cases: readonly (readonly [given: unknown, time: number | undefined])[] = [
    ['2026-11-20T08:00:00Z', eight],
    ['2026-11-20T08:00:00', eight],
    ['2026-11-20 08:00:00', eight],
    ['2026-11-20T08:00', eight],
    ['2026-11-20', Date.UTC(2026, 10, 20)],
    ['2026-11-20T09:00:00+01:00', eight],
    ['2026-11-20T09:00:00+0100', eight],
    ['2026-11-20 08:00:00 UTC', eight],
    ['2026-11-20 08:00:00 +0000', eight],
    ['2026-11-20 08:00:00.123456789 +0000 UTC', eight + 123],
    ['2026-11-20T08:00:00.1Z', eight + 100],
    ['2026-11-20T08:00:00.1234567', eight + 123],
    ['Fri, 20 Nov 2026 08:00:00 GMT', eight],
    [`/Date(${eight})/`, eight],
    [`/Date(${eight}+0100)/`, eight],
    [eight, eight],
    [eight / 1000, eight],
    [eight / 1000 + 0.25, eight + 250],
    [String(eight / 1000), eight],
    [0, 0],
    [-62_135_596_800, -62_135_596_800_000],
    ['9999-12-31T23:59:59Z', Date.UTC(9999, 11, 31, 23, 59, 59)],
    ['', undefined],
    ['yesterday', undefined],
    ['2026-13-20T08:00:00Z', undefined],
    ['20 Nov 2026', undefined],
    ['2026', undefined],
    [1e18, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [given, time] of cases)
    test(`${JSON.stringify(given)} is ${time}`, () => assert.equal(readTime(given), time));

  test('are the same whatever the zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      for (const TZ of ['Pacific/Kiritimati', 'America/New_York', 'UTC']) {
        process.env['TZ'] = TZ;
        for (const [given, time] of cases) assert.equal(readTime(given), time, `${TZ} ${JSON.stringify(given)}`);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});
