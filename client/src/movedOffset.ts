/** Follows a place in a document while the document is edited. */

/** A change as VS Code reports it: `rangeLength` characters from `rangeOffset` are replaced by `text`. */
export interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** The offset after some changes. If its own place is replaced, it is where the new text starts. */
export function movedOffset(offset: number, changes: readonly Change[]): number {
  return changes.reduce((at, { rangeOffset, rangeLength, text }) => {
    if (rangeOffset + rangeLength <= at) return at + text.length - rangeLength;
    return Math.min(at, rangeOffset);
  }, offset);
}
