/** What the view Unused Access shows of one document: its policies, and the keep rules that apply to them. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { accessLevelOf, foldedParts } from '../../../core/src/actions/index.ts';
import { actionMatcher, type KeepEntry } from '../../../core/src/config/index.ts';
import {
  lastUseOf,
  nameOf,
  type FindingMatch,
  type MatchedFindings,
  type Policy,
  type PolicyAnalysis,
  type PolicyPlace,
  type Principal,
} from '../../../core/src/index.ts';
import { visible, type Span } from '../../../core/src/text/index.ts';
import type {
  KeptByRule,
  PolicyAt,
  PolicyOfUnusedRole,
  ShownPrincipal,
  UndecidedPolicy,
  UnusedAction,
  UnusedPolicy,
} from '../../../protocol/src/index.ts';
import { pathFrom } from '../../../platform/src/fileUris.ts';
import type { DocumentAnalysis } from '../documents/analyser.ts';
import { t, told } from '../lsp/language.ts';
import { riskOf } from '../sources/escalations.ts';
import { accountChoices } from './accounts.ts';
import { digestOf } from './digest.ts';
import { ageInWords } from './matchInWords.ts';

/** What the view shows of a document. */
export interface ShownOfDocument {
  readonly policies: readonly UnusedPolicy[];
  readonly roles: readonly PolicyOfUnusedRole[];
  readonly undecided: readonly UndecidedPolicy[];
  readonly kept: readonly KeptByRule[];
}

export const nothingShown: ShownOfDocument = { policies: [], roles: [], undecided: [], kept: [] };

/** An analysed document, and the path of its file for people. */
export interface AnalysedFile {
  readonly document: TextDocument;
  readonly found: DocumentAnalysis;
  readonly file: string;
}

/** What the view shows of a document. `now`: milliseconds since 1970. */
export function shownOf(from: AnalysedFile, now: number): ShownOfDocument {
  const policies = [...from.found.analysis.policies.entries()];
  return {
    policies: policies.flatMap(([i, policy]) => unusedPolicy(from, policy, i, now)),
    roles: policies.flatMap(([i, policy]) => ofUnusedRole(from, policy, i)),
    undecided: policies.flatMap(([i, policy]) => undecided(from, policy, i)),
    kept: policies.flatMap(([i, policy]) => keptByRules(from, policy, i)),
  };
}

/** A mark of the text of a policy, to see whether it is still what was shown. */
export function markOf(text: string, { span }: Policy): string {
  return digestOf(text.slice(span.offset, span.offset + span.length));
}

function placeOf({ document, found, file }: AnalysedFile, { policy }: PolicyAnalysis, index: number): PolicyAt {
  const { policyId } = policy.subject;
  const isOneOfSeveral = found.analysis.policies.length > 1;
  return {
    uri: document.uri,
    file,
    policy: index,
    mark: markOf(found.analysis.text, policy),
    ...(isOneOfSeveral ? { name: visible(policyId ?? t('policy {0}', String(index + 1))) } : {}),
    ...document.positionAt(policy.keySpan.offset),
  };
}

function unusedPolicy(from: AnalysedFile, policy: PolicyAnalysis, index: number, now: number): UnusedPolicy[] {
  const { match, isWhollyUnused } = policy;
  if (match.kind !== 'matched') return [];
  const services = new Map<string, UnusedAction[]>();
  for (const unused of unusedActions(from, policy, index)) {
    const [service] = foldedParts(unused.action);
    services.set(service, [...(services.get(service) ?? []), unused]);
  }
  if (services.size === 0) return [];
  const age = ageInWords(match.findings, now);
  const doubt = doubtOf(match);
  const { readOnly } = policy.policy;
  return [
    {
      ...placeOf(from, policy, index),
      principals: principalsOf(match),
      ...(age === undefined ? {} : { age }),
      ...(doubt === undefined ? {} : { doubt }),
      ...(readOnly === undefined ? {} : { readOnly: told(readOnly) }),
      isWhollyUnused,
      services: [...services]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([service, actions]) => ({ service, actions })),
    },
  ];
}

function doubtOf({ stale, tooNew }: MatchedFindings): UnusedPolicy['doubt'] {
  if (stale !== undefined) return { kind: 'stale', reason: told(stale) };
  return tooNew === undefined ? undefined : { kind: 'too-new', reason: told(tooNew) };
}

/** The principals of the findings, each once. */
function principalsOf({ findings }: MatchedFindings): ShownPrincipal[] {
  const named = findings.flatMap(({ finding }): [string, ShownPrincipal][] =>
    finding.principal === undefined
      ? []
      : [[finding.principal.arn, shownPrincipal(told(nameOf(finding)), finding.principal)]],
  );
  return [...new Map(named).values()];
}

function shownPrincipal(name: string, { account }: Principal): ShownPrincipal {
  return account === '' ? { name } : { name, account };
}

/** The unused actions of a policy, each once, at the first entry that allows it. */
function unusedActions(from: AnalysedFile, { statements }: PolicyAnalysis, policy: number): UnusedAction[] {
  const actions = new Map<string, UnusedAction>();
  for (const [statement, { statement: read, notes }] of statements.entries())
    for (const {
      entry,
      problem: { code },
    } of notes) {
      const span = read.action?.entries[entry]?.span;
      if (span === undefined || (code !== 'action.unused' && code !== 'wildcard.partly-unused')) continue;
      for (const unused of unusedAt(from, { policy, statement, entry }, span))
        if (!actions.has(unused.action)) actions.set(unused.action, unused);
    }
  return [...actions.values()];
}

function unusedAt({ document, found }: AnalysedFile, place: Required<PolicyPlace>, span: Span): UnusedAction[] {
  const { analysis, engine, sources } = found;
  const explained = engine.explain(analysis, place);
  const position = document.positionAt(span.offset);
  return (explained?.unused ?? []).map((action) => {
    const level = accessLevelOf(sources.catalogue, action);
    const risk = riskOf(action, sources.catalogue);
    return {
      action,
      text: explained?.text ?? '',
      ...position,
      ...(level === undefined ? {} : { level }),
      ...(risk === undefined ? {} : { risk }),
    };
  });
}

function ofUnusedRole(from: AnalysedFile, policy: PolicyAnalysis, index: number): PolicyOfUnusedRole[] {
  const role = policy.match.kind === 'matched' ? policy.match.unusedRole : undefined;
  if (role?.principal === undefined) return [];
  return [
    {
      ...placeOf(from, policy, index),
      principal: shownPrincipal(told(nameOf(role)), role.principal),
      lastUse: told(lastUseOf(role)),
    },
  ];
}

function undecided(from: AnalysedFile, policy: PolicyAnalysis, index: number): UndecidedPolicy[] {
  const { match } = policy;
  // No finding about a role or user can ever apply to it: there is nothing to decide.
  if (match.kind === 'matched' || policy.policy.subject.attachment.kind === 'no-principal') return [];
  const accounts = accountChoices(from.found, from.document.uri, match);
  return [
    {
      ...placeOf(from, policy, index),
      kind: kindOf(match),
      reason: told(match.reason),
      ...(accounts === undefined ? {} : { accounts }),
    },
  ];
}

function kindOf(match: Exclude<FindingMatch, MatchedFindings>): UndecidedPolicy['kind'] {
  if (match.kind === 'unmatched') return 'unmatched';
  return match.code === 'finding.ambiguous' ? 'ambiguous' : 'blocked';
}

/** The keep rules that keep actions of a policy which a finding reports unused. */
function keptByRules({ document, found }: AnalysedFile, { match }: PolicyAnalysis, index: number): KeptByRule[] {
  const { folder, config } = found.sources;
  if (match.kind !== 'matched' || match.keepRules.length === 0 || config === undefined) return [];
  const reported = found.engine.kept(found.analysis, index)?.reported ?? [];
  return match.keepRules.flatMap((rule): KeptByRule[] => {
    const actions = reported.filter(keptBy(rule));
    if (actions.length === 0) return [];
    const { line, actions: patterns, reason, until } = rule;
    return [
      {
        file: visible(folder === undefined ? config.uri : pathFrom(folder.uri, config.uri)),
        configUri: config.uri,
        line,
        patterns,
        reason: visible(reason),
        ...(until === undefined ? {} : { until }),
        uri: document.uri,
        actions,
      },
    ];
  });
}

function keptBy({ actions }: KeepEntry): (action: string) => boolean {
  const matches = actionMatcher(actions);
  return (action) => matches(...foldedParts(action));
}

/** Keep rules of several documents, each once, with the actions that it keeps in all of them. */
export function joinKept(rules: readonly KeptByRule[]): KeptByRule[] {
  const joined = new Map<string, { readonly rule: KeptByRule; readonly actions: Set<string> }>();
  for (const rule of rules) {
    const key = `${rule.line} ${rule.configUri}`;
    const known = joined.get(key) ?? { rule, actions: new Set<string>() };
    joined.set(key, known);
    for (const action of rule.actions) known.actions.add(action);
  }
  return [...joined.values()].map(({ rule, actions }) => ({ ...rule, actions: [...actions] }));
}
