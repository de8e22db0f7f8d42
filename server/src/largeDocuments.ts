import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileProblem } from './fileProblems.ts';

/** Documents that are too large to be analysed at each keystroke. */
export interface LargeDocuments {
  /** Tells of a document that is, and takes that back of one that is not any more. */
  readonly isTooLarge: (document: TextDocument) => Promise<boolean>;
  readonly isTold: (uri: string) => boolean;
  readonly forget: (uri: string) => Promise<void>;
}

/** In UTF-16 code units. Reading a document of this size alone would be felt. */
const largestDocument = 5_000_000;

const tooLarge: FileProblem = {
  code: 'document.too-large',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  message: 'This document has more than 5 million characters, so it is not analysed in the editor: use the command iam-refine for it',
};

export function createLargeDocuments(tell: (uri: string, problems: readonly FileProblem[]) => Promise<void>): LargeDocuments {
  const told = new Set<string>();
  const forget = async (uri: string): Promise<void> => {
    if (told.delete(uri)) await tell(uri, []);
  };
  return {
    async isTooLarge(document) {
      const text = document.getText();
      const isLarge = text.length > largestDocument && text.includes('"Statement"');
      if (!isLarge) await forget(document.uri);
      else {
        told.add(document.uri);
        await tell(document.uri, [tooLarge]);
      }
      return isLarge;
    },
    isTold: (uri) => told.has(uri),
    forget,
  };
}
