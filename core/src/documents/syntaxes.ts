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
  return syntaxOfKind[kindOfLanguage(languageId)];
}

/** The kind of file for a language id; JSON for unknown languages, as in {@link syntaxOfLanguage}. */
export function kindOfLanguage(languageId: string): ReadKind {
  const kinds = Object.keys(syntaxOfKind).filter((kind): kind is ReadKind => Object.hasOwn(syntaxOfKind, kind));
  return kinds.find((kind) => syntaxOfKind[kind].languages.includes(languageId)) ?? 'json';
}
