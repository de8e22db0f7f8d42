/**
 * Stops the clock of a program at noon of 2026-11-25, the day of the test cases, so that the age of findings does not
 * depend on when a test runs. Loaded with `node --import`.
 */
const now = Date.UTC(2026, 10, 25, 12);

globalThis.Date = class extends Date {
  constructor(...given: readonly unknown[]) {
    // @ts-expect-error The arguments are those of the program.
    super(...(given.length === 0 ? [now] : given));
  }

  static override now(): number {
    return now;
  }
} as DateConstructor;
