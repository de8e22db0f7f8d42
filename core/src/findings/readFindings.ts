import { foldCase } from '../actions/foldCase.ts';
import { elements, member, readJson, spanOf, stringMember, stringOf, type JsonNode, type SyntaxError } from '../text/jsonNode.ts';
import type { Span } from '../text/span.ts';
import { topLevelValues } from '../text/topLevelValues.ts';
import { countedFindings, type CountedFinding } from './countedFinding.ts';
import { principalOf, type Finding, type UnusedAction, type UnusedService } from './model.ts';

/**
 * What a findings file holds. `errors` are syntax errors: a file with any is half-written or broken, and then no finding of it is used.
 * A file of valid JSON that holds no finding gives neither.
 */
export interface FindingsReading {
  readonly findings: readonly Finding[];
  /** Findings that do not name the actions: they have to be fetched whole. */
  readonly counted: readonly CountedFinding[];
  readonly errors: readonly SyntaxError[];
}

/**
 * Reads unused-access findings from the text of a file. Never throws.
 *
 * Read are: the output of `aws accessanalyzer get-finding-v2` (CLI v1 and v2, SDKs), with `actions` as objects, as strings, or absent for a
 * whole service; an array of those, `{"findings": [...]}`, or several values one after another (NDJSON); and the short form
 * `[{"serviceNamespace", "actions"}]`. Findings that are not ACTIVE, that carry an error, or that are about something else than unused
 * permissions are left out. Shapes: AWS API Reference, Access Analyzer, "GetFindingV2".
 */
export function readFindings(text: string): FindingsReading {
  const findings: Finding[] = [];
  const counted: CountedFinding[] = [];
  for (const span of topLevelValues(text)) {
    const { root, errors } = readJson(text.slice(span.offset, span.offset + span.length));
    const shift = (inner: Span): Span => ({ offset: inner.offset + span.offset, length: inner.length });
    if (errors.length > 0) return { findings: [], counted: [], errors: errors.map((error) => ({ ...error, span: shift(error.span) })) };
    if (root === undefined) continue;
    findings.push(...readValue(root, shift));
    counted.push(...countedFindings(root));
  }
  return { findings, counted, errors: [] };
}

type Shift = (span: Span) => Span;

function readValue(root: JsonNode, shift: Shift): Finding[] {
  const items = elements(root.type === 'array' ? root : member(root, 'findings'));
  if (items.length > 0 && items.every(isShortForm)) return [shortFinding(root, items, shift)];
  if (items.length > 0) return items.flatMap((item) => readFinding(item, shift));
  return readFinding(root, shift);
}

/** An entry of the post's short form: a service without the wrapper that says what kind of detail it is. */
function isShortForm(item: JsonNode): boolean {
  return stringMember(item, 'serviceNamespace') !== undefined;
}

function shortFinding(root: JsonNode, items: readonly JsonNode[], shift: Shift): Finding {
  return { about: 'permissions', services: mergeServices(items.map((item) => readService(item, shift))), span: shift(spanOf(root)) };
}

function readFinding(node: JsonNode, shift: Shift): Finding[] {
  const principal = principalOf(stringMember(node, 'resource') ?? '');
  const about = abouts.get(stringMember(node, 'findingType') ?? '');
  const details = member(node, 'findingDetails');
  // `list-findings-v2` prints findings without details: they say nothing about actions.
  if (principal === undefined || about === undefined || details?.type !== 'array') return [];
  if (stringMember(node, 'status') !== 'ACTIVE' || stringMember(node, 'error') !== undefined) return [];
  const services = about === 'permissions' ? detailsOf(details, 'unusedPermissionDetails').map((detail) => readService(detail, shift)) : [];
  return [
    {
      about,
      principal,
      id: stringMember(node, 'id'),
      analyzedAt: readTime(stringMember(node, 'analyzedAt')),
      incomplete: incompleteness(node),
      lastAccessed: about === 'role' ? lastAccessedOf(details) : undefined,
      services: mergeServices(services),
      span: shift(spanOf(node)),
    },
  ];
}

/** The finding types that are used; of a user an unused password or access key says nothing about policies. */
const abouts: ReadonlyMap<string, Finding['about']> = new Map([
  ['UnusedPermission', 'permissions'],
  ['UnusedIAMRole', 'role'],
]);

/** The details of one kind; each detail is a union of which one member is set. */
function detailsOf(details: JsonNode, kind: string): JsonNode[] {
  return elements(details)
    .map((detail) => member(detail, kind))
    .filter((detail) => detail !== undefined);
}

function lastAccessedOf(details: JsonNode): number | undefined {
  const [detail] = detailsOf(details, 'unusedIamRoleDetails');
  return readTime(stringMember(detail, 'lastAccessed'));
}

/** The AWS CLI writes `nextToken` with `--no-paginate` and `NextToken` with `--max-items` when there is more to fetch. */
function incompleteness(node: JsonNode): string | undefined {
  const token = ['nextToken', 'NextToken'].find((key) => stringMember(node, key) !== undefined);
  return token === undefined ? undefined : `it holds a ${token}, so it is one page of several`;
}

function readService(node: JsonNode, shift: Shift): UnusedService {
  const service = foldCase(stringMember(node, 'serviceNamespace') ?? '');
  const span = shift(spanOf(node));
  const list = member(node, 'actions');
  if (list === undefined || list.type === 'null' || (list.type === 'array' && elements(list).length === 0)) return { service, span };
  const actions = new Map<string, UnusedAction>();
  for (const item of elements(list)) {
    const name = actionName(stringOf(item) ?? stringMember(item, 'action'), service);
    if (name !== undefined && !actions.has(foldCase(name))) actions.set(foldCase(name), { name, span: shift(spanOf(item)) });
  }
  return { service, span, actions };
}

/** The bare action name; `svc:Name` is accepted too. What is no action name of this service is not taken for one. */
function actionName(text: string | undefined, service: string): string | undefined {
  const [, prefix, name] = /^(?:([A-Za-z0-9-]+):)?([\w-]+)$/.exec(text ?? '') ?? [];
  return prefix === undefined || foldCase(prefix) === service ? name : undefined;
}

/** One entry a service; where a finding holds several, all that they name is unused, and one for the whole service stands for all. */
function mergeServices(services: readonly UnusedService[]): ReadonlyMap<string, UnusedService> {
  const merged = new Map<string, UnusedService>();
  for (const entry of services) {
    const known = merged.get(entry.service);
    if (known?.actions === undefined || entry.actions === undefined) {
      if (known === undefined || known.actions !== undefined) merged.set(entry.service, entry);
    } else {
      merged.set(entry.service, { ...known, actions: new Map([...entry.actions, ...known.actions]) });
    }
  }
  merged.delete('');
  return merged;
}

/** The forms in use: the wire's `…Z`, the CLI's `…+00:00`, and Python's with a space and microseconds. */
function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(time) ? undefined : time;
}
