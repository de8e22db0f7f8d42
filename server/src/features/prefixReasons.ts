import { t } from '../lsp/language.ts';
import { chosenNodes, firstUnused, type ShownPrefixTree, type PrefixTreeNode } from '../../../core/src/index.ts';
import { names } from './markdown.ts';

/** The number of reasons that are shown. */
const shownReasons = 6;

/** Explains where the prefixes of a narrowed wildcard end: each prefix is safe, and the one above it is not. */
export function reasonsOf(prefixTree: ShownPrefixTree | undefined): string[] {
  if (prefixTree === undefined) return [];
  const chosen = chosenNodes(prefixTree).filter(({ node }) => node.written?.endsWith('*') === true);
  const safe = chosen.map(({ node }) => `${names([`${node.prefix}*`])} (${node.actions})`);
  const unsafe = [...new Set(chosen.map(({ above }) => above))];
  const lines = unsafe
    .slice(0, shownReasons)
    .map((node) => t('{0} is not safe: {1}', names([`${node.prefix}*`]), unusedExample(node)));
  if (unsafe.length > shownReasons) lines.push(t('and {0} more', unsafe.length - shownReasons));
  if (safe.length === 0 || lines.length === 0) return [];
  const shown = safe.slice(0, shownReasons * 2).join(', ');
  const all = safe.length > shownReasons * 2 ? `${shown} ${t('and {0} more', safe.length - shownReasons * 2)}` : shown;
  const areSafe =
    safe.length === 1
      ? t('{0} is safe: no action with this prefix is reported unused', all)
      : t('{0} are safe: no action with these prefixes is reported unused', all);
  return [`${t('Why:')} ${areSafe}; ${lines.join('; ')}`];
}

/** The first unused action below a node, and the number of others. */
function unusedExample(node: PrefixTreeNode): string {
  const example = firstUnused(node);
  const shown = names(example === undefined ? [] : [example]);
  return node.unused > 1 ? t('{0} and {1} more are unused', shown, node.unused - 1) : t('{0} is unused', shown);
}
