import { TextDocument } from 'vscode-languageserver-textdocument';
import { accessLevelOf, foldedParts } from '../../../core/src/actions/index.ts';
import {
  isNamedAsJson,
  isReadKind,
  syntaxOfKind,
  readDocument,
  type DocumentReading,
  kindOf,
  looksLikePolicy,
  mayHoldPolicy,
  nameOf,
  notReadYet,
  type PolicyAnalysis,
  type PolicyPlace,
  matchesOf,
} from '../../../core/src/index.ts';
import { mapInOrder, placeAt, visible, type Span } from '../../../core/src/text/index.ts';
import type { UnusedAccess, UnusedAction, UnusedPolicy } from '../../../protocol/src/index.ts';
import type { Analyser, DocumentAnalysis } from '../documents/analyser.ts';
import { isConfig } from '../sources/configs.ts';
import { riskOf } from '../sources/escalations.ts';
import type { LookedAt, Platform } from '../../../platform/src/platform.ts';
import { t, told } from '../lsp/language.ts';
import { fileName, pathFrom } from '../../../platform/src/fileUris.ts';
import { ageInWords } from './matchInWords.ts';

export interface ScanOptions {
  readonly platform: Platform;
  readonly analyser: Analyser;
  readonly folders: () => readonly string[];
  /** The open document of a file. Its text in the editor counts. */
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly isCancelled: () => boolean;
}

/**
 * Analyses every file of the workspace that may contain a policy: finds those with unused actions, and those that
 * cannot be checked.
 */
export async function unusedAccess(options: ScanOptions): Promise<UnusedAccess> {
  const { platform, analyser, folders, isCancelled } = options;
  const all = {
    policies: new Array<UnusedPolicy>(),
    silent: new Array<SilentFile>(),
    findings: 0,
    ignored: { files: 0, folders: 0 },
  };
  for (const folder of folders()) {
    all.findings += (await analyser.indexFor(`${folder}/-`))?.principals().length ?? 0;
    const lookedAt = mapInOrder(platform.lookBelow(folder), mostAtOnce, async (looked) => ({
      looked,
      ...(isCancelled() ? nothing : await lookAt(folder, looked, options)),
    }));
    for await (const { looked, policies, unchecked } of lookedAt) {
      if (isCancelled()) return all;
      if (looked.kind === 'ignored') {
        all.ignored.files += looked.files;
        all.ignored.folders += looked.folders;
        continue;
      }
      for (const policy of policies) all.policies.push(policy);
      if (unchecked !== undefined)
        all.silent.push({ uri: looked.uri, file: shownPath(folder, looked.uri), reason: visible(unchecked) });
    }
  }
  return all;
}

/** How many files are looked at at once: while one is analysed, the places of others are asked of the disk. */
const mostAtOnce = 8;

/** The path of a file relative to its workspace folder. */
function shownPath(folder: string, uri: string): string {
  return visible(pathFrom(folder, uri));
}

type SilentFile = UnusedAccess['silent'][number];

/** The unused access of a file, or why it cannot be checked; neither if it has no policy. */
interface Looked {
  readonly policies: readonly UnusedPolicy[];
  readonly unchecked?: string | undefined;
}

const nothing: Looked = { policies: [] };

async function lookAt(folder: string, looked: LookedAt, options: ScanOptions): Promise<Looked> {
  if (looked.kind === 'ignored') return nothing;
  const name = fileName(looked.uri);
  switch (looked.kind) {
    case 'too-large':
      return isNamedAsJson(name) ? { policies: [], unchecked: t('the file is too large to search') } : nothing;
    case 'unreadable':
      return isNamedAsJson(name) ? { policies: [], unchecked: looked.reason } : nothing;
    case 'text':
      return lookAtText(folder, looked, name, options);
  }
}

async function lookAtText(
  folder: string,
  { uri, text }: Extract<LookedAt, { kind: 'text' }>,
  name: string,
  options: ScanOptions,
): Promise<Looked> {
  const open = options.documentOf(uri);
  const current = open?.getText() ?? text;
  const kind = kindOf(name, current);
  if (isConfig(uri) || !mayHoldPolicy(kind, current) || (await options.analyser.holdsFindings(uri))) return nothing;
  if (!isReadKind(kind)) return { policies: [], unchecked: told(notReadYet(kind)) };
  // A folder above the file may have become a link since the search.
  if ((await options.platform.placeOf(uri, folder)).kind !== 'file') return nothing;
  const document = open ?? TextDocument.create(uri, syntaxOfKind[kind].languages[0] ?? kind, 0, text);
  return lookAtPolicies(shownPath(folder, uri), document, options);
}

async function lookAtPolicies(name: string, document: TextDocument, options: ScanOptions): Promise<Looked> {
  const found = await options.analyser.analyse(document);
  if (found === undefined) return { policies: [], unchecked: unreadReason(document.getText()) };
  const file = { document, found, file: name };
  const policies = found.analysis.policies.flatMap((policy, i) =>
    unusedPolicy(file, policy, i, options.platform.now()),
  );
  const unchecked = syntaxError(found.analysis.reading, document.getText()) ?? uncheckedReason(found);
  return {
    policies,
    unchecked: unchecked === undefined || policies.length === 0 ? unchecked : t('partly: {0}', unchecked),
  };
}

/** Why a policy or a part of it is not checked; `undefined` if findings apply to all policies, and all was read. */
function uncheckedReason({ analysis }: DocumentAnalysis): string | undefined {
  const reason =
    matchesOf(analysis).find((match) => match.kind !== 'matched')?.reason ?? analysis.reading.unread[0]?.reason;
  return reason && told(reason);
}

/** Why no policy was found in a document that looks like one; `undefined` if it does not. */
function unreadReason(text: string): string | undefined {
  if (!looksLikePolicy(text)) return undefined;
  const reading = readDocument(text);
  const whole = reading.isResourceBased
    ? undefined
    : t('it contains statements, but no identity-based policy was read from it');
  return syntaxError(reading, text) ?? whole;
}

function syntaxError({ errors: [error] }: DocumentReading, text: string): string | undefined {
  return error && t('line {0}: {1}', String(placeAt(text, error.span.offset).line), error.message);
}

interface Found {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly file: string;
}

function unusedPolicy(found: Found, policy: PolicyAnalysis, index: number, now: number): UnusedPolicy[] {
  const { match } = policy;
  if (match.kind !== 'matched') return [];
  const services = new Map<string, UnusedAction[]>();
  for (const unused of unusedActions(found, policy, index)) {
    const [service] = foldedParts(unused.action);
    services.set(service, [...(services.get(service) ?? []), unused]);
  }
  if (services.size === 0) return [];
  const age = ageInWords(match.findings, now);
  const named = match.findings.filter(({ finding }) => finding.principal !== undefined);
  return [
    {
      uri: found.document.uri,
      file: found.file,
      principals: [...new Set(named.map(({ finding }) => told(nameOf(finding))))],
      ...(age === undefined ? {} : { age }),
      services: [...services]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([service, actions]) => ({ service, actions })),
    },
  ];
}

/** The unused actions of a policy, each once, at the first entry that allows it. */
function unusedActions(found: Found, { statements }: PolicyAnalysis, policy: number): UnusedAction[] {
  const actions = new Map<string, UnusedAction>();
  for (const [statement, { statement: read, notes }] of statements.entries())
    for (const {
      entry,
      problem: { code },
    } of notes) {
      const span = read.action?.entries[entry]?.span;
      if (span === undefined || (code !== 'action.unused' && code !== 'wildcard.partly-unused')) continue;
      for (const unused of unusedAt(found, { policy, statement, entry }, span))
        if (!actions.has(unused.action)) actions.set(unused.action, unused);
    }
  return [...actions.values()];
}

function unusedAt({ document, found }: Found, place: Required<PolicyPlace>, span: Span): UnusedAction[] {
  const { analysis, engine, sources } = found;
  const explained = engine.explain(analysis, place);
  return (explained?.unused ?? []).map((action) => {
    const level = accessLevelOf(sources.catalogue, action);
    const risk = riskOf(action, sources.catalogue);
    return {
      action,
      text: explained?.text ?? '',
      ...document.positionAt(span.offset),
      ...(level === undefined ? {} : { level }),
      ...(risk === undefined ? {} : { risk }),
    };
  });
}
