/** A document with its evidence, and the engine's results: the input of the laws about holders. */
import { readConfig } from '../../core/src/config/index.ts';
import { applyEdits } from '../../core/src/text/index.ts';
import * as coreModule from '../../core/src/index.ts';
import type { ActionCatalogue } from '../../core/src/actions/index.ts';
import type { Analysis, Engine, FindingMatch, PolicyAnalysis, Refinement, Scope } from '../../core/src/index.ts';
import { catalogueOf } from '../support/samples.ts';
import { readBack, written, type Json, type JsonObject } from './json.ts';
import { allMatchedBy, allowedBySid, catalogueNames, sidsIn } from './policyDocuments.ts';
import { resolved, scenariosOf } from './resolve.ts';
import { fileOf, type EvidenceModel } from './evidence.ts';

/** The module of the engine: the real one, or one with a mistake in it. */
export type CoreModule = typeof coreModule;
export { coreModule };

export interface Situation {
  readonly document: JsonObject;
  readonly indent?: number | undefined;
  readonly evidence: readonly EvidenceModel[];
  /** Other findings files, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** The text of `.iam-refine.json`. */
  readonly config?: string | undefined;
  /** The folders and the name of the file. */
  readonly segments?: readonly string[];
  /** The values of expressions, by the name in them. */
  readonly hidden?: Readonly<Record<string, Json>>;
}

export interface Examined {
  readonly text: string;
  readonly analysis: Analysis;
  readonly engine: Engine;
}

export const catalogue: ActionCatalogue = catalogueOf(catalogueNames);

/** The time of every analysis, in milliseconds since 1970. */
export const today: number = Date.UTC(2026, 10, 24);

export function examine(
  situation: Situation,
  { createFindingsIndex, createEngine, readDocument, createFindingsReader }: CoreModule = coreModule,
): Examined {
  const { evidence, files = {}, config, segments = ['template.json'] } = situation;
  const text = written(situation.document, situation.indent);
  const named = [...evidence.map((one, i) => [`${i}.finding.json`, fileOf(one)] as const), ...Object.entries(files)];
  const index = createFindingsIndex(
    named.map(([name, content]) => {
      const isDeployed = name.includes('stack-resources') ? { isDeployed: true as const } : {};
      const reader = createFindingsReader(isDeployed);
      reader.push(content);
      return { file: `/w/findings/${name}`, reading: reader.end(), ...isDeployed };
    }),
    today,
  );
  const settings = config === undefined ? undefined : readConfig(config);
  const reading = readDocument(text);
  const engine = createEngine(catalogue);
  const analysis = engine.examine(
    { text, reading },
    {
      kind: 'findings',
      file: {
        segments,
        folder: ['/w', ...segments.slice(0, -1)].join('/'),
        pathInConfig: segments.join('/'),
      },
      index,
      config: settings?.kind === 'read' ? { file: '.iam-refine.json', config: settings.config } : undefined,
      now: today,
      staleAfterDays: 90,
      minimumAgeDays: 30,
    },
  );
  return { text, analysis, engine };
}

/** The ARNs of the principals whose evidence decides about a policy; `undefined` if no evidence applies. */
export function decidersOf(said: FindingMatch | undefined): readonly string[] | undefined {
  if (said?.kind !== 'matched') return undefined;
  return [...new Set(said.findings.flatMap(({ finding }) => finding.principal?.arn ?? []))];
}

/** The text after a refinement. */
export function refinedText(
  { text, analysis, engine }: Examined,
  scope: Scope,
): { readonly after: string; readonly refinement: Refinement } {
  const refinement = engine.refine(analysis, scope);
  const after = applyEdits(text, refinement.edits);
  if (after === undefined) throw new Error('the edits overlap');
  return { after, refinement };
}

/** Every scope in which an edit may be offered. */
export function scopesOf({ analysis }: Examined): Scope[] {
  const places = analysis.policies.flatMap(({ statements }, policy) =>
    statements.flatMap(({ entries }, statement): Scope[] => [
      { kind: 'statement', policy, statement },
      ...entries.map((_, entry) => ({ kind: 'entry', policy, statement, entry }) as const),
    ]),
  );
  return [{ kind: 'file' }, { kind: 'file', isCompact: true }, { kind: 'file', includesUntracked: true }, ...places];
}

/** What is removed from a statement. */
export interface Removed {
  /** Does evidence apply to the policy of the statement? */
  readonly isDecided: boolean;
  readonly actions: ReadonlySet<string>;
}

/**
 * What a refinement of the whole file removes in any deployment, by the `Sid` of the statements. Of a policy that is
 * called wholly unused, it is everything. With `countsHeld`, unused actions count, too, that stay only because the edit
 * has no place in the document.
 */
export function removedBySid(
  situation: Situation,
  found: Examined,
  { countsHeld }: { readonly countsHeld: boolean },
): ReadonlyMap<string, Removed> {
  const { after, refinement } = refinedText(found, { kind: 'file' });
  const [was, is] = [readBack(found.text), readBack(after)];
  const decided = sidsWhere(found, ({ match }) => match.kind === 'matched');
  const unused = sidsWhere(found, ({ isWhollyUnused }) => isWhollyUnused);
  const held = countsHeld ? heldIn(found, refinement) : [];
  const gone = scenariosOf(found.text, situation.hidden ?? {}).flatMap((scenario): SidActions[] => {
    const before = allowedBySid(resolved(was, scenario));
    const now = after === found.text ? before : allowedBySid(resolved(is, scenario));
    return [...before].map(([sid, actions]) => {
      const stays = unused.has(sid) ? undefined : now.get(sid);
      return [sid, [...actions].filter((action) => stays?.has(action) !== true)];
    });
  });
  const removed = new Map<string, Set<string>>();
  for (const [sid, actions] of [...gone, ...held]) removed.set(sid, new Set([...(removed.get(sid) ?? []), ...actions]));
  return new Map([...removed].map(([sid, actions]) => [sid, { actions, isDecided: decided.has(sid) }]));
}

type SidActions = readonly [sid: string, actions: Iterable<string>];

/** The `Sid`s of the statements of some policies. */
function sidsWhere(found: Examined, isMeant: (policy: PolicyAnalysis) => boolean): ReadonlySet<string> {
  const meant = found.analysis.policies.filter(isMeant);
  return new Set(meant.flatMap(({ policy }) => sidsOf(found, policy.span)));
}

/** The unused actions that are held back: an entry, or a whole statement. */
function heldIn(found: Examined, { left }: Refinement): SidActions[] {
  return left.flatMap(({ code, place }): SidActions[] => {
    const statement = place && found.analysis.policies[place.policy]?.policy.statements[place.statement];
    if (statement === undefined || !['action.unused', 'statement.unused'].includes(code)) return [];
    const entries = statement.action?.entries ?? [];
    const texts = place?.entry === undefined ? entries : entries.slice(place.entry, place.entry + 1);
    const actions = allMatchedBy(texts.flatMap(({ pattern }) => pattern ?? []));
    return sidsOf(found, statement.span).map((sid) => [sid, actions] as const);
  });
}

function sidsOf(
  { text }: Examined,
  { offset, length }: { readonly offset: number; readonly length: number },
): string[] {
  return sidsIn(text.slice(offset, offset + length));
}
