/**
 * The placeholders of Terraform templates (Terraform language, "Strings and templates"): `${…}` inserts a value, `%{…}`
 * is a directive such as `%{if …}`. Those of Jinja, which Ansible uses, are `{{ … }}` and `{% … %}`.
 */

/**
 * Replaces each character of a placeholder, so that offsets stay the same. U+FFFC is Unicode's "object replacement
 * character", which no policy has.
 */
export const filler = '\uFFFC';

/** Does a text contain a placeholder, so that its value is computed? */
export function holdsPlaceholder(text: string): boolean {
  return (text.includes('{') && /[$%{]\{|\{%/.test(text)) || text.includes(filler);
}

/**
 * Does text stand before or after the placeholders of a string? It is a string then; a placeholder alone may stand for
 * any value.
 */
export function hasTextAround(text: string): boolean {
  return text !== '' && !(/^(?:[$%{]\{|\{%|\uFFFC)/.test(text) && /[}\uFFFC]$/.test(text));
}

/**
 * Are the directives in a part of a text balanced: does it close each `if` and `for` that it opens, and no other?
 * Everything that looks like a directive counts, even if the text is not a template. O(length).
 */
export function hasWholeDirectives(part: string): boolean {
  let depth = 0;
  for (const [, word = ''] of part.matchAll(/%\{~?\s*(\w*)/g)) {
    if (word === 'if' || word === 'for') depth++;
    else if (depth === 0) return false;
    else if (word === 'endif' || word === 'endfor') depth--;
    else if (word !== 'else') return false;
  }
  return depth === 0;
}
