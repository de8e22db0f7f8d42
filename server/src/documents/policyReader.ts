/** Reads the policies of open documents, each version once. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  editingBounds,
  kindOfDocument,
  mayHoldPolicy,
  moreThan,
  passedBound,
  readDocument,
  type DocumentReading,
  type ReadDocument,
  type ReadKind,
  type Syntax,
  type Syntaxes,
} from '../../../core/src/index.ts';
import type { Message } from '../../../core/src/text/index.ts';
import { fileName } from '../../../platform/src/fileUris.ts';

/** One version of a document. */
export interface PoliciesRead {
  readonly version: number;
  readonly text: string;
  /** Absent if the document cannot contain a policy, or if it is too large: then it exceeds the limit `bound`. */
  readonly reading?: DocumentReading;
  readonly bound?: Message | undefined;
  /** Why a document without an identity-based policy is left alone. */
  readonly leftAlone?: Message | undefined;
}

/**
 * Reads each version of a document once, for any number of requests, when the syntax is loaded: the version that is
 * current then. With `before`, only what changed is read.
 */
export function createPolicyReader(
  syntaxes: Syntaxes,
): (document: TextDocument, before: ReadDocument | undefined) => Promise<PoliciesRead> {
  const latest = new WeakMap<TextDocument, PoliciesRead>();
  const readNow = (document: TextDocument, before: ReadDocument | undefined): PoliciesRead | ReadKind => {
    const { version } = document;
    const known = latest.get(document);
    if (known?.version === version) return known;
    const text = document.getText();
    const kind = kindOf(document, text);
    const mayHold = mayHoldPolicy(kind, text);
    const syntax = syntaxes.loaded(kind, fileName(document.uri));
    if (mayHold && syntax === undefined) return kind;
    const read = { version, text, ...(mayHold && syntax !== undefined ? readPolicies(text, before, syntax) : {}) };
    latest.set(document, read);
    return read;
  };
  return async (document, before) => {
    for (;;) {
      const read = readNow(document, before);
      if (typeof read !== 'string') return read;
      await syntaxes.load(read);
    }
  };
}

function kindOf({ languageId, uri }: TextDocument, text: string): ReadKind {
  return kindOfDocument(languageId, fileName(uri), text);
}

/** Reads a document with its syntax, whatever it holds. */
export async function readWith(syntaxes: Syntaxes, document: TextDocument): Promise<DocumentReading> {
  const text = document.getText();
  const kind = kindOf(document, text);
  await syntaxes.load(kind);
  return readDocument(text, undefined, syntaxes.loaded(kind, fileName(document.uri)));
}

/** Reads the policies. A search for words has saved parsing other documents. */
function readPolicies(
  text: string,
  before: ReadDocument | undefined,
  syntax: Syntax,
): Pick<PoliciesRead, 'reading' | 'bound' | 'leftAlone'> {
  if (text.length > editingBounds.characters) return { bound: moreThan('characters') };
  const reading = readDocument(text, before, syntax);
  const bound = passedBound(reading);
  const isOfInterest = reading.policies.length + reading.unread.length > 0;
  if (bound !== undefined) return { bound };
  return isOfInterest ? { reading } : { leftAlone: reading.leftAlone };
}
