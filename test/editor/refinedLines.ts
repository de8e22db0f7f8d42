import { readFileSync } from 'node:fs';
import { refinedGet } from './refinedExample.ts';

/** The lines of the example as it is, with `s3:Get*` replaced, and refined as a whole. */
export const original: readonly string[] = readFileSync('examples/MyRole.json', 'utf8').split('\n');
const replaced = refinedGet.map((action) => `                "${action}",`);
export const withFix: readonly string[] = [...original.slice(0, 21), ...replaced, ...original.slice(22)];
export const refined: readonly string[] = [
  ...original.slice(0, 6),
  ...original.slice(14, 21),
  ...replaced,
  ...original.slice(22),
];
