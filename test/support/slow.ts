import { test } from 'node:test';
import { slowMark, slowVariable } from '../../scripts/slowTests.ts';

/**
 * A test that takes the processor for half a second or more: large or random input, or a slower definition to compare
 * with. `npm run test:unit` leaves it to `npm run test:laws`.
 */
export function slow(name: string, does: () => void | Promise<void>): void {
  if (process.env[slowVariable] !== 'no') test(`${name}${slowMark}`, does);
}
