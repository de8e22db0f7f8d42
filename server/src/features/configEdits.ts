import type { Connection, TextEdit as LspEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  configFileName,
  keepActions,
  mapPolicy,
  stopKeeping,
  useAccount,
  type ConfigEdit,
  type KeepToWrite,
} from '../../../core/src/config/index.ts';
import { matchesOf } from '../../../core/src/index.ts';
import { say, visible, type Message } from '../../../core/src/text/index.ts';
import type { ConfigWriteResult, StopKeepingParams } from '../../../protocol/src/index.ts';
import type { ClientCapabilities } from '../lsp/clientCapabilities.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { newConfigUri, type ConfigFile } from '../sources/configs.ts';
import { rangeOf } from '../lsp/convert.ts';
import { canonical, parentOf, pathBelow } from '../../../platform/src/fileUris.ts';
import type { DocumentFolder } from '../sources/workspace.ts';
import { t, told } from '../lsp/language.ts';

/** An edit of the `.iam-refine.json` that applies to a document, or why there is none. */
export type ConfigChange =
  | {
      readonly kind: 'edit';
      readonly edit: WorkspaceEdit;
      /** The name of the file in messages. */ readonly file: string;
      readonly uri: string;
    }
  | { readonly kind: 'refused'; readonly reason: Message };

/** A mapping for the whole file would also apply to policies of other principals. */
export const severalPolicies: Message = say(
  'this file contains several policies, and an entry in .iam-refine.json would apply to all of them',
);

/** What a mapping can be for: the only policy of a file, or those of one of its resources. */
export type MappedPart =
  | { readonly kind: 'file' }
  | { readonly kind: 'resource'; readonly resource: string }
  | { readonly kind: 'none'; readonly reason: Message };

/** What a mapping for a policy of a document, by its index, would be for. */
export function mappedPart({ analysis: { policies } }: DocumentAnalysis, policy: number): MappedPart {
  if (policies.length === 1) return { kind: 'file' };
  const resource = policies[policy]?.policy.subject.resource;
  return resource === undefined ? { kind: 'none', reason: severalPolicies } : { kind: 'resource', resource };
}

/**
 * The edit that maps a policy of a document to its principals, in the nearest configuration or in a new one at the top
 * of the workspace folder.
 */
export function mapDocument(
  uri: string,
  found: DocumentAnalysis,
  { part, arns }: { readonly part: MappedPart; readonly arns: readonly string[] },
  capabilities: ClientCapabilities,
): ConfigChange {
  if (part.kind === 'none') return { kind: 'refused', reason: part.reason };
  return changeConfig(found, capabilities, (text, configUri) => {
    const path = pathBelow(parentOf(configUri), found.sources.written ?? canonical(uri));
    if (path === undefined) return { kind: 'refused', reason: outside };
    return mapPolicy(text, globOf(path), arns, part.kind === 'resource' ? part.resource : undefined);
  });
}

/** The edit that writes to which account (12 digits) the policies of a glob belong, in the same file. */
export function useAccountInConfig(
  found: DocumentAnalysis,
  { files, account }: { readonly files: string; readonly account: string },
  capabilities: ClientCapabilities,
): ConfigChange {
  return changeConfig(found, capabilities, (text) => useAccount(text, files, account));
}

/**
 * The configuration of a document, and the glob of the files that a choice of account for it is for: everything
 * below the folder of the document, or below the nearest folder above it that is not named after the principal (`name`),
 * because such a folder belongs to one principal. At the top, only the files there. `undefined` if it is outside of the
 * configuration's folder.
 */
export function globBesideConfig(
  { sources: { folder, config, written } }: Pick<DocumentAnalysis, 'sources'>,
  uri: string,
  name: string,
): { readonly config: string; readonly files: string } | undefined {
  if (folder === undefined) return undefined;
  const target = config?.uri ?? newConfigUri(folder.uri);
  const path = pathBelow(parentOf(target), written ?? canonical(uri));
  if (path === undefined) return undefined;
  const folders = path.split('/').slice(0, -1);
  const shared = folders.findLastIndex((one) => one !== name) + 1;
  const top = folders.slice(0, Math.max(1, shared)).join('/');
  return { config: target, files: top === '' ? '*' : `${globOf(top)}/**` };
}

export interface KeepMeans {
  readonly capabilities: ClientCapabilities;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The edit that adds a keep rule, in the same file. */
export function keepInConfig(
  found: DocumentAnalysis,
  keep: KeepToWrite,
  { capabilities, now }: KeepMeans,
): ConfigChange {
  return changeConfig(found, capabilities, (text) => keepActions(text, keep, now));
}

/** The edit that takes actions out of the keep rules that apply to a document, or out of one of them, in the same file. */
export function stopKeepingInConfig(
  found: DocumentAnalysis,
  { actions, rule }: Pick<StopKeepingParams, 'actions' | 'rule'>,
  capabilities: ClientCapabilities,
): ConfigChange {
  const applied = new Set(
    matchesOf(found.analysis).flatMap((match) =>
      match.kind === 'matched' ? match.keepRules.map(({ span }) => span.offset) : [],
    ),
  );
  if (found.sources.config === undefined) return { kind: 'refused', reason: say('no keep rule applies to this file') };
  return changeConfig(found, capabilities, (text) =>
    stopKeeping(text, actions, ({ span: { offset } }) => applied.has(offset) && (rule ?? offset) === offset),
  );
}

/** The name in messages of the configuration that would be written for a document; `undefined` if none may be. */
export function configFor(found: DocumentAnalysis, capabilities: ClientCapabilities): string | undefined {
  const { folder, config } = found.sources;
  if (folder === undefined || refusalOf(found, capabilities) !== undefined) return undefined;
  return nameIn(folder, (config ?? newConfig(folder)).uri);
}

function nameIn(folder: DocumentFolder, uri: string): string {
  return visible(pathBelow(folder.uri, uri) ?? configFileName);
}

function changeConfig(
  found: DocumentAnalysis,
  capabilities: ClientCapabilities,
  make: (text: string, uri: string) => ConfigEdit,
): ConfigChange {
  const { folder, config } = found.sources;
  const refusal = refusalOf(found, capabilities);
  if (refusal !== undefined || folder === undefined) return { kind: 'refused', reason: refusal ?? noFolder };
  const target = config ?? newConfig(folder);
  const made = make(target.text.getText(), target.uri);
  if (made.kind === 'refused') return made;
  const edits: LspEdit[] = made.edits.map(({ span, newText }) => ({ range: rangeOf(target.text, span), newText }));
  const change = { textDocument: { uri: target.uri, version: target.version ?? null }, edits };
  const creation = { kind: 'create' as const, uri: target.uri, options: { ignoreIfExists: true } };
  return {
    kind: 'edit',
    edit: { documentChanges: config === undefined ? [creation, change] : [change] },
    file: nameIn(folder, target.uri),
    uri: target.uri,
  };
}

/** Applies the edit through the client, and returns the outcome. */
export async function writeConfig(
  connection: Connection,
  label: string,
  change: ConfigChange,
): Promise<ConfigWriteResult> {
  if (change.kind === 'refused') return { kind: 'refused', reason: told(change.reason) };
  const answer = await connection.workspace.applyEdit({ label, edit: change.edit });
  return answer.applied
    ? { kind: 'written', file: change.file, uri: change.uri }
    : { kind: 'refused', reason: answer.failureReason ?? t('the editor did not apply the edit') };
}

function newConfig(folder: DocumentFolder): Pick<ConfigFile, 'uri' | 'text' | 'version'> {
  const uri = newConfigUri(folder.uri);
  return { uri, text: TextDocument.create(uri, 'jsonc', 0, '') };
}

const outside = say(
  'the policy or its configuration is outside the workspace: write {0} there by hand',
  configFileName,
);
const noFolder = say('the document is not in a folder, so there is nowhere to write .iam-refine.json');

function refusalOf({ sources }: DocumentAnalysis, capabilities: ClientCapabilities): Message | undefined {
  if (sources.folder === undefined) return noFolder;
  // A new configuration in the folder would replace the one that applies, and its keep rules would be lost.
  if (isOutside(sources)) return outside;
  if (sources.isConfigOutside === true)
    return say('{0} is a link that leads out of the workspace: it is never written', configFileName);
  const mayEdit = sources.config === undefined ? capabilities.createsFiles : capabilities.versionedEdits;
  return mayEdit ? undefined : say('this editor does not let {0} be written for you: write it by hand', configFileName);
}

/** Is the written file, or the configuration that applies to it, outside of the folder? */
function isOutside({ folder, config, written = '' }: DocumentAnalysis['sources']): boolean {
  const top = folder?.uri ?? '';
  return [written, ...(config === undefined ? [] : [config.uri])].some((uri) => pathBelow(top, uri) === undefined);
}

/**
 * The glob that matches only this path. Special characters are put in brackets, where few characters need a backslash:
 * outside of brackets, the check of globs would take a backslash for the end of a folder.
 */
export function globOf(path: string): string {
  return path.replace(/[^\p{L}\p{N}\p{M}_./-]/gu, (one) =>
    one.length > 1 ? one : /[!^\][\\]/.test(one) ? `[\\${one}]` : `[${one}]`,
  );
}
