/** A hash table from names of principals to the indexes of their findings, in typed arrays. */
import type { PackedTexts } from './packedTexts.ts';

/**
 * Linked lists of the findings with the same slot, in ascending order. `heads[slot]` is the first finding of a list,
 * and `next[i]` the finding after `i`; -1 ends a list. The slot is the hash of the principal's name modulo
 * `heads.length`.
 */
export interface Chains {
  readonly heads: Int32Array;
  readonly next: Int32Array;
}

/** Stands in place of a hash for a finding that names no principal. */
export const noHash: number = -1;

/** The lists of findings by the hash of their principal's name; `hashes[i]` belongs to finding `i`. */
export function chainsOf(hashes: readonly number[]): Chains {
  const heads = new Int32Array(Math.max(1, hashes.length)).fill(-1);
  const next = new Int32Array(hashes.length).fill(-1);
  for (let index = hashes.length - 1; index >= 0; index--) {
    const hash = hashes[index] ?? noHash;
    if (hash === noHash) continue;
    const slot = hash % heads.length;
    next[index] = heads[slot] ?? -1;
    heads[slot] = index;
  }
  return { heads, next };
}

/**
 * Makes the look-up of findings by the name of their principal: ascending indexes. `arns` are the ARNs of the findings.
 * O(findings in the slot of the name).
 */
export function createLookUp(arns: PackedTexts, { heads, next }: Chains): (name: string) => readonly number[] {
  return (name) => {
    const found: number[] = [];
    for (let index = heads[hashOf(name, 0) % heads.length] ?? -1; index >= 0; index = next[index] ?? -1)
      if (nameIn(arns.at(index) ?? '') === name) found.push(index);
    return found;
  };
}

/** The 32-bit FNV-1a hash of the UTF-16 code units from `start` on. */
export function hashOf(text: string, start: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The name of a principal: its ARN without everything up to the last `/`. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
