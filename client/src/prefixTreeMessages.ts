/** What the client and the page of the prefix tree say to each other. */
import type { PrefixTreeResult, Replacement } from '../../protocol/src/index.ts';

/** The tree to show, with the translations of the page. */
export interface ShownTree {
  /** Marks this message, so that a click on Replace cannot mean a tree that came later. */
  readonly id: number;
  readonly prefixTree: Extract<PrefixTreeResult, { kind: 'prefixTree' }>['prefixTree'];
  /** Why no finding applies; absent if one does. */
  readonly noFinding?: string | undefined;
  readonly replacement: ShownReplacement;
  readonly texts: Readonly<Record<string, string>>;
}

/** What Replace does. The data of the change stays with the client. */
export type ShownReplacement =
  { readonly kind: 'possible'; readonly title: string } | Extract<Replacement, { kind: 'none' }>;

/** The page is ready to show a tree, or a button was pressed. */
export type PageMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'copy'; readonly svg: string }
  /** `id`: that of the tree that the page shows. */
  | { readonly kind: 'replace'; readonly id: number };
