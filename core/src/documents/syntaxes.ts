import type { FileKind, ReadKind } from './fileKind.ts';
import { jsonSyntax } from './json/jsonSyntax.ts';
import type { Syntax } from './syntax.ts';

/** The syntax of each kind of file that is read. */
export const syntaxOfKind: Readonly<Record<ReadKind, Syntax>> = { json: jsonSyntax };

/** Is a file of this kind read? */
export function isReadKind(kind: FileKind): kind is ReadKind {
  return kind in syntaxOfKind;
}

/**
 * The syntax of a language of the Language Server Protocol. A client sends documents of others only where somebody has
 * told it to: they are read as JSON.
 */
export function syntaxOfLanguage(languageId: string): Syntax {
  return Object.values(syntaxOfKind).find(({ languages }) => languages.includes(languageId)) ?? jsonSyntax;
}
