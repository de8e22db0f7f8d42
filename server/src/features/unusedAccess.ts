import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  accessLevelOf,
  foldedParts,
  nameOf,
  neverSearched,
  type PolicyAnalysis,
  type PolicyPlace,
  type Span,
} from '../../../core/src/index.ts';
import type { UnusedAccess, UnusedAction, UnusedPolicy } from '../../../protocol/src/index.ts';
import { ageOf } from '../age.ts';
import type { Analyser, DocumentAnalysis } from '../analyser.ts';
import type { ServerHost } from '../host.ts';
import { canonical, pathBelow } from '../uris.ts';
import { told } from '../language.ts';

export interface ScanOptions {
  readonly host: ServerHost;
  readonly analyser: Analyser;
  readonly folders: () => readonly string[];
  /** A document that is open counts as it stands in the editor. */
  readonly documentOf: (uri: string) => TextDocument | undefined;
  readonly isCancelled: () => boolean;
}

/** Looks at every JSON file of the workspace: which policies have unused actions, and of which nothing can be said. */
export async function unusedAccess(options: ScanOptions): Promise<UnusedAccess> {
  const { host, analyser, folders, isCancelled } = options;
  const policies: UnusedPolicy[] = [];
  const silent: SilentFile[] = [];
  let findings = 0;
  for (const folder of folders()) {
    findings += (await analyser.indexFor(`${folder}/-`))?.principals().length ?? 0;
    for (const uri of await host.findFiles(folder, ['**/*.json'], true)) {
      if (isCancelled()) return { policies, silent, findings };
      const found = await fileIn(folder, uri, options);
      if (found === undefined) continue;
      const unused = found.found.analysis.policies.flatMap((policy, i) => unusedPolicy(found, policy, i, host.now()));
      policies.push(...unused);
      if (unused.length === 0) silent.push(...silenceOf(found));
    }
  }
  return { policies, silent, findings };
}

type SilentFile = UnusedAccess['silent'][number];

async function fileIn(folder: string, uri: string, options: ScanOptions): Promise<Found | undefined> {
  const document = await readDocument(uri, options);
  const found = document && (await options.analyser.analyse(document));
  return document && found && { document, found, file: pathBelow(canonical(folder), canonical(uri)) ?? uri };
}

function silenceOf({ document, found, file }: Found): SilentFile[] {
  const quiet = found.evidence.find((said) => said.kind !== 'speaks');
  return quiet === undefined ? [] : [{ uri: document.uri, file, reason: told(quiet.reason) }];
}

async function readDocument(uri: string, { host, documentOf }: ScanOptions): Promise<TextDocument | undefined> {
  if (neverSearched.some((name) => uri.includes(`/${name}/`))) return undefined;
  const open = documentOf(uri);
  if (open !== undefined) return open;
  const file = await host.readFile(uri);
  return file.kind === 'read' ? TextDocument.create(uri, 'json', 0, file.text) : undefined;
}

interface Found {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly file: string;
}

function unusedPolicy(found: Found, policy: PolicyAnalysis, index: number, now: number): UnusedPolicy[] {
  const said = found.found.evidence[index];
  if (said?.kind !== 'speaks') return [];
  const services = new Map<string, UnusedAction[]>();
  for (const unused of unusedActions(found, policy, index)) {
    const [service] = foldedParts(unused.action);
    services.set(service, [...(services.get(service) ?? []), unused]);
  }
  if (services.size === 0) return [];
  const analyzedAt = said.findings[0]?.finding.analyzedAt;
  return [
    {
      uri: found.document.uri,
      file: found.file,
      principals: said.findings.filter(({ finding }) => finding.principal !== undefined).map(({ finding }) => told(nameOf(finding))),
      ...(analyzedAt === undefined ? {} : { age: ageOf(analyzedAt, now) }),
      services: [...services].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([service, actions]) => ({ service, actions })),
    },
  ];
}

/** Each once, at the first entry that allows it. */
function unusedActions(found: Found, { statements }: PolicyAnalysis, policy: number): UnusedAction[] {
  const actions = new Map<string, UnusedAction>();
  for (const [statement, { statement: read, notes }] of statements.entries())
    for (const { entry, code } of notes) {
      const span = read.action?.entries[entry]?.span;
      if (span === undefined || (code !== 'action.unused' && code !== 'wildcard.partly-unused')) continue;
      for (const unused of unusedAt(found, { policy, statement, entry }, span))
        if (!actions.has(unused.action)) actions.set(unused.action, unused);
    }
  return [...actions.values()];
}

function unusedAt({ document, found }: Found, place: Required<PolicyPlace>, span: Span): UnusedAction[] {
  const { analysis, refiner, surroundings } = found;
  const explained = refiner.explain(analysis, place);
  return (explained?.unused ?? []).map((action) => {
    const level = accessLevelOf(surroundings.catalogue, action);
    return { action, text: explained?.text ?? '', ...document.positionAt(span.offset), ...(level === undefined ? {} : { level }) };
  });
}
