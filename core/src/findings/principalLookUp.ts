import type { PackedTexts } from './packedTexts.ts';

/**
 * The findings with the same hash of the principal's name, one after another: the first of each by hash, and the next
 * one by finding; or -1.
 */
export interface Chains {
  readonly heads: Int32Array;
  readonly next: Int32Array;
}

/** Instead of a hash, where a finding names no principal. */
export const noHash: number = -1;

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

/** Finds by name in O(findings of that name and of those with the same hash). */
export function createLookUp(arns: PackedTexts, { heads, next }: Chains): (name: string) => readonly number[] {
  return (name) => {
    const found: number[] = [];
    for (let index = heads[hashOf(name, 0) % heads.length] ?? -1; index >= 0; index = next[index] ?? -1)
      if (nameIn(arns.at(index) ?? '') === name) found.push(index);
    return found;
  };
}

/** FNV-1a over the code units from `start` on. */
export function hashOf(text: string, start: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
