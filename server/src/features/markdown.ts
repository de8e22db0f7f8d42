/** Texts that come from files, as Markdown shows them. */
import { t } from '../lsp/language.ts';
import type { ActionDetails } from '../../../core/src/actions/index.ts';

/** What the Service Authorization Reference says of an action. */
export function detailLines({ description, resourceTypes }: ActionDetails): string[] {
  const types = resourceTypes.map((type) =>
    type.endsWith('*') ? t('{0} (required)', names([type.slice(0, -1)])) : names([type]),
  );
  return [
    escaped(description),
    types.length === 0 ? t('Resource types: none, only `*`') : t('Resource types: {0}', types.join(', ')),
  ];
}

/** As many as a person reads. */
const shownNames = 24;

export function names(actions: readonly string[]): string {
  const shown = actions.slice(0, shownNames).map((action) => `\`${onOneLine(action.replaceAll('`', ' '))}\``);
  const list = shown.join(', ');
  return actions.length > shownNames ? t('{0} and {1} more', list, actions.length - shownNames) : list;
}

/** A text that Markdown shows as it is: names and reasons come from files. */
export function escaped(text: string): string {
  return onOneLine(text).replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&');
}

/** Without line ends, and without control characters, some of which turn the direction of the text behind them. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}
