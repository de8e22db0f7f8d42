/** `Date` as on a day on which the clock stands still: how old a finding is does not depend on when a test runs. */
export function standingDate(now: number): DateConstructor {
  return class extends Date {
    constructor(...given: readonly unknown[]) {
      // @ts-expect-error What a program gives to a Date is its own matter.
      super(...(given.length === 0 ? [now] : given));
    }

    static override now(): number {
      return now;
    }
  } as DateConstructor;
}
