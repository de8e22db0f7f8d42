/** Makes a chosen fix for the current text and findings. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ClientCapabilities } from '../../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import type { Doubt } from '../doubt.ts';
import type { FixData } from './fixData.ts';
import type { MadeFix } from './provenFix.ts';
import { proveFix } from './proveFix.ts';
import { t } from '../../lsp/language.ts';

/** The most attempts if the user types while a fix is made. */
const mostAttempts = 3;

export interface ChosenFix {
  readonly capabilities: ClientCapabilities;
  readonly documentOf: (uri: string) => TextDocument | undefined;
  /** The analysis of a document with its files as they are now. */
  readonly current: (document: TextDocument) => Promise<DocumentAnalysis | undefined>;
}

/** A fix as it can be made now, with its document; refused with a reason if it is no longer what was offered. */
export type FixNow =
  (MadeNow & { readonly document: TextDocument }) | { readonly kind: 'refused'; readonly reason: string };

type MadeNow = Extract<MadeFix, { kind: 'made' }> & { readonly doubt?: Doubt | undefined };

/** Proves a chosen fix again, with the current text and findings, and makes its edit. */
export async function fixNow(
  { uri, version, fix, offered }: FixData,
  { capabilities, documentOf, current }: ChosenFix,
): Promise<FixNow> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const document = documentOf(uri);
    if (document === undefined) return refused(t('the file is not open'));
    const found = await current(document);
    if (found !== undefined && found.version !== document.version) continue;
    const proven = found && proveFix({ document, found, capabilities }, fix);
    if (proven?.kind !== 'proven' || proven.offered !== offered)
      return refused(
        document.version === version
          ? t('the finding or the configuration changed after this was offered')
          : fileChanged(),
      );
    const made = proven.make();
    return made.kind === 'made' ? { ...made, doubt: proven.doubt, document } : refused(made.reason ?? fileChanged());
  }
  return refused(fileChanged());
}

function refused(reason: string): FixNow {
  return { kind: 'refused', reason };
}

function fileChanged(): string {
  return t('the file changed after this was offered');
}
