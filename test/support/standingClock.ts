/**
 * Loaded before a program (`node --import`), it makes the clock stand still at noon of the day of the cases,
 * 2026-11-25: how old a finding is does not depend on when a test runs.
 */
const now = Date.UTC(2026, 10, 25, 12);

globalThis.Date = class extends Date {
  constructor(...given: readonly unknown[]) {
    // @ts-expect-error What a program gives to a Date is its own matter.
    super(...(given.length === 0 ? [now] : given));
  }

  static override now(): number {
    return now;
  }
} as DateConstructor;
