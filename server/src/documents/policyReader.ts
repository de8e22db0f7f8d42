/** Reads the policies of open documents, each version once. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  editingBounds,
  kindOfLanguage,
  mayHoldPolicy,
  moreThan,
  passedBound,
  readDocument,
  syntaxOfLanguage,
  type DocumentReading,
  type ReadDocument,
} from '../../../core/src/index.ts';
import type { Message } from '../../../core/src/text/index.ts';

/** The policies of a document. Empty if it cannot contain any, or, with the exceeded limit, if it is too large. */
export interface PoliciesRead {
  readonly reading?: DocumentReading;
  readonly bound?: Message | undefined;
}

/** Reads each version of a document once, for any number of requests. With `before`, only what changed is read. */
export function createPolicyReader(): (document: TextDocument, before: ReadDocument | undefined) => PoliciesRead {
  const latest = new WeakMap<TextDocument, { readonly version: number; readonly read: PoliciesRead }>();
  return (document, before) => {
    const { version } = document;
    const known = latest.get(document);
    if (known?.version === version) return known.read;
    const read = readPolicies(document, before);
    latest.set(document, { version, read });
    return read;
  };
}

/** Reads the policies. A search for words saves parsing other JSON. */
function readPolicies(document: TextDocument, before: ReadDocument | undefined): PoliciesRead {
  const text = document.getText();
  if (!mayHoldPolicy(kindOfLanguage(document.languageId), text)) return {};
  if (text.length > editingBounds.characters) return { bound: moreThan('characters') };
  const reading = readDocument(text, before, syntaxOfLanguage(document.languageId));
  const bound = passedBound(reading);
  const isOfInterest = reading.policies.length + reading.unread.length > 0;
  return bound === undefined && isOfInterest ? { reading } : { bound };
}
