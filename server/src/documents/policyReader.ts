/** Reads the policies of open documents, each version once. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  editingBounds,
  mayHoldPolicy,
  moreThan,
  passedBound,
  readDocument,
  syntaxOfLanguage,
  type DocumentReading,
  type ReadDocument,
} from '../../../core/src/index.ts';
import type { Message } from '../../../core/src/text/index.ts';

/**
 * What a document holds; nothing where that is no policy, nor may be one, or, with the bound that it passes, too much.
 */
export interface PoliciesRead {
  readonly reading?: DocumentReading;
  readonly bound?: Message | undefined;
}

/**
 * Reads each version of a document once, however many requests ask at the same time. `before` spares the reading all
 * but what has changed.
 */
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

/** The search for words spares other JSON the parse. */
function readPolicies(document: TextDocument, before: ReadDocument | undefined): PoliciesRead {
  const text = document.getText();
  if (!mayHoldPolicy('json', text)) return {};
  if (text.length > editingBounds.characters) return { bound: moreThan('characters') };
  const reading = readDocument(text, before, syntaxOfLanguage(document.languageId));
  const bound = passedBound(reading);
  const isOfInterest = reading.policies.length + reading.unread.length > 0;
  return bound === undefined && isOfInterest ? { reading } : { bound };
}
