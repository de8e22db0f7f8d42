/** Markdown of texts that come from files. */
import { t } from '../lsp/language.ts';
import type { ActionDetails } from '../../../core/src/actions/index.ts';

/** The details of an action in the Service Authorization Reference. */
export function detailLines({ description, resourceTypes }: ActionDetails): string[] {
  const types = resourceTypes.map((type) =>
    type.endsWith('*') ? t('{0} (required)', names([type.slice(0, -1)])) : names([type]),
  );
  return [
    escaped(description),
    types.length === 0 ? t('Resource types: none, only `*`') : t('Resource types: {0}', types.join(', ')),
  ];
}

/** A list of names. At most `most` of them are shown. */
export function names(actions: readonly string[], most = 24): string {
  const shown = actions.slice(0, most).map((action) => `\`${onOneLine(action.replaceAll('`', ' '))}\``);
  const list = shown.join(', ');
  return actions.length > most ? t('{0} and {1} more', list, actions.length - most) : list;
}

/** A link that runs a command of our client. */
export function commandLink(label: string, command: string, args: readonly unknown[]): string {
  const written = encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));
  return `[${escaped(label)}](command:${command}?${written})`;
}

/** Escapes a text for Markdown, because names and reasons come from files. */
export function escaped(text: string): string {
  return onOneLine(text).replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&');
}

/** Removes line ends and control characters, some of which change the direction of the text after them. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
}
