/** The syntaxes of the kinds of files that are read. */
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
 * The syntax for a language id of the Language Server Protocol; JSON for unknown languages, because a client sends such
 * documents only if the user configured it to.
 */
export function syntaxOfLanguage(languageId: string): Syntax {
  return Object.values(syntaxOfKind).find(({ languages }) => languages.includes(languageId)) ?? jsonSyntax;
}
