/** What happens to one entry of an `Action` element. */
export type EntryOutcome =
  | { readonly kind: 'stays' }
  | { readonly kind: 'goes' }
  /** One or more action strings take its place. */
  | { readonly kind: 'becomes'; readonly to: readonly string[] };
