/**
 * The placeholders of Terraform's templates (Terraform language, "Strings and templates"): `${…}` gives a value, `%{…}`
 * directs the template and gives nothing.
 */

/**
 * Stands for each character of a placeholder that was passed over. Unicode has it for objects that a text cannot hold,
 * so no policy has it.
 */
export const filler = '\uFFFC';

/** Is a text computed from a placeholder, or one itself? */
export function holdsPlaceholder(text: string): boolean {
  return (text.includes('{') && (text.includes('${') || text.includes('%{'))) || text.includes(filler);
}

/**
 * Does a part of a text close every directive that it opens, and open every one that it closes? What reads like a
 * directive counts, whether the text is a template or not. O(length).
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
