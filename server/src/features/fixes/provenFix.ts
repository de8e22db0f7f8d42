/** The input and the result of proving a fix. */
import type { WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Left, Proposal, RefinedCount, Refinement, Scope } from '../../../../core/src/index.ts';
import type { ClientCapabilities } from '../../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../../documents/analyser.ts';
import { type Doubt, doubtAbout } from '../doubt.ts';
import { digestOf } from '../../../../protocol/src/index.ts';
import { told } from '../../lsp/language.ts';
import { workspaceEditOf } from '../../lsp/convert.ts';

/** What a fix is based on. The analysis is that of the current document. */
export interface FixBase {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly capabilities: ClientCapabilities;
}

/** A proven fix, or why there is none; without a reason if there is nothing to do. */
export type ProvenFix =
  | {
      readonly kind: 'proven';
      /** A mark of the old and new text of the change. */
      readonly offered: string;
      readonly doubt?: Doubt | undefined;
      readonly make: () => MadeFix;
    }
  | Refused;

export type MadeFix =
  | ({
      readonly kind: 'made';
      readonly edit: WorkspaceEdit;
    } & RefinedCount)
  | Refused;

export interface Refused {
  readonly kind: 'refused';
  readonly reason?: string;
}

/** `promised` returns the values on which the title of the code action is based. */
export function provenRefinement(
  { document, found, capabilities }: FixBase,
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
    make: () => madeOf({ document, found, capabilities }, found.engine.refine(found.analysis, scope)),
  };
}

function madeOf({ document, found, capabilities }: FixBase, { edits, changes, left }: Refinement): MadeFix {
  if (edits.length === 0) return refusedFor(left);
  const edit = workspaceEditOf(document, edits, capabilities.versionedEdits);
  return { kind: 'made', edit, ...found.engine.countChanges(found.analysis, changes) };
}

function refusedFor(left: readonly Left[]): Refused {
  const reason = left.map((undone) => told(undone.reason)).join('; ');
  return reason === '' ? { kind: 'refused' } : { kind: 'refused', reason };
}

/** A mark of values. Equal values have the same mark. */
export function markOf(...parts: readonly unknown[]): string {
  return digestOf(JSON.stringify(parts));
}
