/**
 * What a code action does: whether it can be done, and, when it is chosen, the edit for the text and the evidence of
 * that moment.
 */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Left, Proposal, Refinement, Scope } from '../../../core/src/index.ts';
import type { TextEdit } from '../../../core/src/text/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { mapDocument } from './configEdits.ts';
import { workspaceEditOf } from '../lsp/convert.ts';
import { digestOf } from './digest.ts';
import { suggestAction } from '../sources/suggestAction.ts';
import { t, told } from '../lsp/language.ts';
import { doubtAbout, doubtfulPolicies, type Doubt } from './doubt.ts';
import type { Fix, FixData } from './fixData.ts';

/** What a fix rests on. The analysis is of the document as it is. */
export interface FixBase {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly abilities: ClientCapabilities;
}

/** A fix that was proven, or why there is none: without a reason where there is nothing to do. */
export type ProvenFix =
  | {
      readonly kind: 'proven';
      /** A mark of what stands there and of what is to become of it. */
      readonly offered: string;
      readonly doubt?: Doubt | undefined;
      readonly make: () => MadeFix;
    }
  | Refused;

export type MadeFix =
  | {
      readonly kind: 'made';
      readonly edit: WorkspaceEdit;
      /** Counts of actions. */ readonly kept: number;
      readonly removed: number;
    }
  | Refused;

interface Refused {
  readonly kind: 'refused';
  readonly reason?: string;
}

/** Proves what a fix would do now. Its edit is made only when it is asked for. */
export function proveFix(base: FixBase, fix: Fix): ProvenFix {
  switch (fix.kind) {
    case 'entry':
    case 'statement':
      return provenRefinement(base, fix, ({ changes }) =>
        changes.map(({ entries }) => entries.filter((_, i) => concerns(fix, i))),
      );
    case 'fix-all':
      return provenRefinement(
        base,
        { kind: 'file', except: new Set(doubtfulPolicies(base.found).keys()) },
        () => fix.kind,
      );
    case 'compact':
      return provenRefinement(base, { kind: 'file', isCompact: true }, () => fix.kind);
    case 'spelling':
      return spelling(base, fix);
    case 'pin':
      return pin(base, fix);
  }
}

function concerns(fix: Extract<Fix, { kind: 'entry' | 'statement' }>, entry: number): boolean {
  return fix.kind === 'statement' || fix.entry === entry;
}

/** `promised` gives what the title of the code action rests on. */
function provenRefinement(
  { document, found, abilities }: FixBase,
  scope: Scope,
  promised: (proposal: Proposal) => unknown,
): ProvenFix {
  const proposal = found.engine.propose(found.analysis, scope);
  if (proposal.changes.length === 0) return refusedFor(proposal.left);
  const doubt = doubtAbout(
    found,
    proposal.changes.map(({ place }) => place.policy),
  );
  const offered = markOf(promised(proposal), doubt !== undefined);
  return {
    kind: 'proven',
    offered,
    doubt,
    make: () => madeOf(document, found.engine.refine(found.analysis, scope), abilities),
  };
}

function madeOf(
  document: TextDocument,
  { edits, kept, removed, left }: Refinement,
  abilities: ClientCapabilities,
): MadeFix {
  if (edits.length === 0) return refusedFor(left);
  return { kind: 'made', edit: workspaceEditOf(document, edits, abilities.versionedEdits), kept, removed };
}

function refusedFor(left: readonly Left[]): Refused {
  const reason = left.map((undone) => told(undone.reason)).join('; ');
  return reason === '' ? { kind: 'refused' } : { kind: 'refused', reason };
}

/** Where the catalogue lacks an action: the one that is spelled most like it. */
function spelling({ document, found, abilities }: FixBase, fix: Extract<Fix, { kind: 'spelling' }>): ProvenFix {
  const { policies, errors } = found.analysis.reading;
  const policy = policies[fix.policy];
  // Nothing is written into a document with a syntax error, nor into a text inside of a text.
  if (errors.length > 0 || policy?.readOnly !== undefined) return { kind: 'refused' };
  const entry = policy?.statements[fix.statement]?.action?.entries[fix.entry];
  const near = entry?.text === undefined ? undefined : suggestAction(found.sources.catalogue, entry.text);
  if (entry === undefined || near === undefined) return { kind: 'refused' };
  const { text, reading } = found.analysis;
  const edits: readonly TextEdit[] = [{ span: reading.syntax.innerSpan(text, entry.span), newText: near }];
  const make = (): MadeFix => ({
    kind: 'made',
    edit: workspaceEditOf(document, edits, abilities.versionedEdits),
    kept: 0,
    removed: 0,
  });
  return { kind: 'proven', offered: markOf(entry.text, near), make };
}

/** Writes down which of the principals that may be meant is. */
function pin({ document, found, abilities }: FixBase, { policy, principal }: Extract<Fix, { kind: 'pin' }>): ProvenFix {
  const match = found.analysis.policies[policy]?.match;
  const isCandidate = match?.kind === 'blocked' && match.candidates?.some(({ arn }) => arn === principal) === true;
  const change = isCandidate ? mapDocument(document.uri, found, [principal], abilities) : undefined;
  if (change === undefined) return { kind: 'refused' };
  if (change.kind === 'refused') return { kind: 'refused', reason: told(change.reason) };
  return {
    kind: 'proven',
    offered: markOf(change.file),
    make: () => ({ kind: 'made', edit: change.edit, kept: 0, removed: 0 }),
  };
}

function markOf(...parts: readonly unknown[]): string {
  return digestOf(JSON.stringify(parts));
}

/** Somebody who types while a fix is made is waited for, this often at most. */
const mostAttempts = 3;

export interface ChosenFix {
  readonly abilities: ClientCapabilities;
  readonly documentOf: (uri: string) => TextDocument | undefined;
  /** The analysis of a document, and of what it rests on, as they are now. */
  readonly current: (document: TextDocument) => Promise<DocumentAnalysis | undefined>;
}

/**
 * A fix as it can be made now, with the document it is for; refused, with the reason, where that is not what was
 * offered.
 */
export type FixNow =
  (MadeNow & { readonly document: TextDocument }) | { readonly kind: 'refused'; readonly reason: string };

type MadeNow = Extract<MadeFix, { kind: 'made' }> & { readonly doubt?: Doubt | undefined };

/** Proves a fix that was chosen once more, against the text and the evidence of now, and makes its edit. */
export async function fixNow(
  { uri, version, fix, offered }: FixData,
  { abilities, documentOf, current }: ChosenFix,
): Promise<FixNow> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const document = documentOf(uri);
    if (document === undefined) return refused(t('the file is not open'));
    const found = await current(document);
    if (found !== undefined && found.version !== document.version) continue;
    const proven = found && proveFix({ document, found, abilities }, fix);
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
