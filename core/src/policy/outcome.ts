/** What becomes of one entry of an `Action` element: it stays, is removed, or is replaced. */
export type EntryOutcome =
  | { readonly kind: 'stays' }
  | { readonly kind: 'goes' }
  /** One or more action strings replace it. */
  | { readonly kind: 'becomes'; readonly to: readonly string[] };
