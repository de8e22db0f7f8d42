/** The kinds of files that are read, and their syntaxes, which are loaded when the first file of their kind is read. */
import { say } from '../text/message.ts';
import { isModuleFile } from './inModule.ts';
import { kindNames, kindOf, looksLikePolicy, type ReadKind } from './fileKind.ts';
import { jsonSyntax } from './json/jsonSyntax.ts';
import type { Syntax } from './syntax.ts';

/**
 * The language ids of the Language Server Protocol that tell the kind of a document. The first stands for files that no
 * client has opened.
 */
export const languagesOfKind: Readonly<Record<ReadKind, readonly [string, ...string[]]>> = {
  json: ['json', 'jsonc'],
  yaml: ['yaml', 'ansible'],
  // HashiCorp's extension, and OpenTofu's.
  terraform: ['terraform', 'opentofu'],
};

/** Is a file of this kind read? */
export function isReadKind(kind: string): kind is ReadKind {
  return kind in languagesOfKind;
}

/**
 * The kind of a document: by its language id if that tells it, or else by its name and text. JSON if neither does,
 * because a client sends such documents only if the user configured it to.
 */
export function kindOfDocument(languageId: string, fileName: string, text: string): ReadKind {
  const told = Object.entries(languagesOfKind).find(([, languages]) => languages.includes(languageId))?.[0];
  const kind = told ?? kindOf(fileName, text);
  return isReadKind(kind) ? kind : 'json';
}

/** The kinds whose syntaxes are not loaded at the start. */
export type LazyKind = Exclude<ReadKind, 'json'>;

/** Loads the syntax of a kind, with all that it needs from the machine. May reject. */
export type LoadSyntax = (kind: LazyKind) => Promise<Syntax>;

/** The syntaxes of a process. */
export interface Syntaxes {
  /** Loads a syntax if it is not loaded. Never rejects: if it cannot be loaded, its files are not read, which is said. */
  readonly load: (kind: ReadKind) => Promise<void>;
  /** The syntax of a file of a kind; `undefined` if it is not loaded. */
  readonly loaded: (kind: ReadKind, fileName: string) => Syntax | undefined;
}

/** JSON is loaded from the start. */
export function createSyntaxes(load: LoadSyntax): Syntaxes {
  const loaded = new Map<ReadKind, Syntax>([['json', jsonSyntax]]);
  const loading = new Map<ReadKind, Promise<void>>();
  const loadKind = async (kind: LazyKind): Promise<void> => {
    try {
      loaded.set(kind, await load(kind));
    } catch (error) {
      loaded.set(kind, unreadable(kind, error instanceof Error ? error.message : String(error)));
    }
  };
  return {
    async load(kind) {
      if (kind === 'json') return;
      const started = loading.get(kind) ?? loadKind(kind);
      loading.set(kind, started);
      await started;
    },
    loaded: (kind, fileName) => (kind === 'json' && isModuleFile(fileName) ? configurationJson : loaded.get(kind)),
  };
}

/** The JSON syntax of Terraform. */
const configurationJson: Syntax = { ...jsonSyntax, isConfiguration: true };

/** Stands for a syntax that cannot be loaded: every document has an error that says so. */
function unreadable(kind: LazyKind, reason: string): Syntax {
  const message = say('{0} cannot be read, because a part of this program is missing: {1}', kindNames[kind], reason);
  const errors = [{ span: { offset: 0, length: 0 }, message }];
  return {
    ...jsonSyntax,
    name: kind,
    tellsErrors: (text) => looksLikePolicy(kind, text),
    parse: () => ({ root: undefined, errors, directives: [] }),
  };
}
