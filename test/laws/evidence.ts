/**
 * Generated evidence: files with findings of IAM Access Analyzer and last-accessed reports, and what they report as
 * unused, by a slow definition.
 */
import * as fc from 'fast-check';
import { folded } from '../support/bruteForce.ts';
import type { Json } from './json.ts';
import { catalogueNames, universe } from './policyDocuments.ts';
import { account } from './resolve.ts';

/**
 * What a finding or report says about a service: `null` if it is unused as a whole, else for each name if it is unused.
 */
export type ServiceWord = null | Readonly<Record<string, boolean>>;

/** One finding or report. */
export interface EvidenceModel {
  readonly kind: 'finding' | 'report';
  readonly principal: string;
  readonly id: string;
  readonly status: 'ACTIVE' | 'ARCHIVED';
  readonly services: Readonly<Record<string, ServiceWord>>;
}

export const principals: Readonly<Record<'AppA' | 'AppB' | 'ann' | 'bob' | 'eve' | 'Dev', string>> = {
  AppA: `arn:aws:iam::${account}:role/AppA`,
  AppB: `arn:aws:iam::${account}:role/AppB`,
  ann: `arn:aws:iam::${account}:user/ann`,
  bob: `arn:aws:iam::${account}:user/bob`,
  eve: `arn:aws:iam::${account}:user/eve`,
  Dev: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef`,
};

const services = [...Object.keys(catalogueNames), 'foo'];
const namesOf = (service: string): string[] =>
  universe.filter((name) => name.startsWith(`${service}:`)).map((name) => name.slice(service.length + 1));

const wordOn = (service: string): fc.Arbitrary<ServiceWord | undefined> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.subarray(namesOf(service), { minLength: 1 }),
          fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
          fc.boolean(),
        )
        .map(([names, flags, areAll]) =>
          Object.fromEntries(names.map((name, i) => [name, areAll || flags[i] === true])),
        ),
    },
  );

const spoken: fc.Arbitrary<EvidenceModel['services']> = fc.tuple(...services.map(wordOn)).map((words) =>
  Object.fromEntries(
    services.flatMap((service, i): [string, ServiceWord][] => {
      const word = words[i];
      return word === undefined ? [] : [[service, word]];
    }),
  ),
);

export function evidenceAbout(principal: string): fc.Arbitrary<EvidenceModel> {
  return fc.record({
    kind: fc.constantFrom('finding', 'finding', 'finding', 'report'),
    principal: fc.constant(principal),
    id: fc.nat({ max: 1_000_000 }).map(String),
    status: fc.constant('ACTIVE'),
    services: spoken,
  });
}

/** Evidence about most of the principals that documents name. */
export const someEvidence: fc.Arbitrary<readonly EvidenceModel[]> = fc
  .tuple(
    ...Object.values(principals).map((arn) =>
      fc.oneof(
        { weight: 9, arbitrary: fc.array(evidenceAbout(arn), { minLength: 1, maxLength: 1 }) },
        { weight: 2, arbitrary: fc.array(evidenceAbout(arn), { minLength: 2, maxLength: 2 }) },
        { weight: 1, arbitrary: fc.constant<EvidenceModel[]>([]) },
      ),
    ),
  )
  .map((all) => all.flat().map((model, i) => ({ ...model, id: `${model.id}-${i}` })));

/** Evidence that every principal leaves everything unused. */
export const nothingIsUsed: readonly EvidenceModel[] = Object.values(principals).map((principal, i) => ({
  kind: 'finding',
  principal,
  id: `all-${i}`,
  status: 'ACTIVE',
  services: Object.fromEntries(services.map((service) => [service, service === 'iam' ? everyNameOf(service) : null])),
}));

function everyNameOf(service: string): ServiceWord {
  return Object.fromEntries(namesOf(service).map((name) => [name, true]));
}

const analysed = '2026-11-20T06:01:12Z';

/** A file with one finding or report. */
export function fileOf(model: EvidenceModel): string {
  return JSON.stringify(model.kind === 'finding' ? findingOf(model) : reportOf(model));
}

function findingOf({ principal, id, status, services: words }: EvidenceModel): Json {
  const findingDetails = Object.entries(words).flatMap(([serviceNamespace, word]): Json[] => {
    const unused = Object.entries(word ?? {}).flatMap(([action, isUnused]) => (isUnused ? [{ action }] : []));
    // An empty list of actions would mean the whole service.
    if (word !== null && unused.length === 0) return [];
    return [{ unusedPermissionDetails: { serviceNamespace, ...(word === null ? {} : { actions: unused }) } }];
  });
  const resourceType = principal.includes(':role/') ? 'AWS::IAM::Role' : 'AWS::IAM::User';
  return {
    id,
    resource: principal,
    resourceType,
    status,
    findingType: 'UnusedPermission',
    analyzedAt: analysed,
    findingDetails,
  };
}

function reportOf({ principal, services: words }: EvidenceModel): Json {
  const ServicesLastAccessed = Object.entries({ ...words, sts: { AssumeRole: false } }).map(
    ([ServiceNamespace, word]): Json => {
      const accessed = {
        LastAuthenticated: analysed,
        LastAuthenticatedEntity: principal,
        TotalAuthenticatedEntities: 1,
      };
      if (word === null) return { ServiceName: ServiceNamespace, ServiceNamespace, TotalAuthenticatedEntities: 0 };
      const TrackedActionsLastAccessed = Object.entries(word).map(([ActionName, isUnused]) =>
        isUnused ? { ActionName } : { ActionName, LastAccessedTime: analysed, LastAccessedEntity: principal },
      );
      return { ServiceName: ServiceNamespace, ServiceNamespace, ...accessed, TrackedActionsLastAccessed };
    },
  );
  return {
    JobStatus: 'COMPLETED',
    JobType: 'ACTION_LEVEL',
    JobCreationDate: analysed,
    JobCompletionDate: analysed,
    IsTruncated: false,
    ServicesLastAccessed,
  };
}

/** Does one finding or report leave a folded action unused? For a service as a whole, not `iam:PassRole`. */
function leavesUnused({ services: words }: EvidenceModel, action: string, includesUntracked: boolean): boolean {
  const [service = '', name = ''] = action.split(':');
  const word = words[service];
  if (word === undefined) return false;
  if (word === null) return includesUntracked || action !== 'iam:passrole';
  return Object.entries(word).some(([known, isUnused]) => isUnused && folded(known) === name);
}

/** The folded actions of the universe that all active evidence of all of these principals leaves unused. */
export function unusedByAll(
  arns: readonly string[],
  evidence: readonly EvidenceModel[],
  { includesUntracked = false }: { readonly includesUntracked?: boolean } = {},
): ReadonlySet<string> {
  const active = evidence.filter(({ principal, status }) => status === 'ACTIVE' && arns.includes(principal));
  if (active.length === 0) return new Set();
  return new Set(
    universe.map(folded).filter((action) => active.every((model) => leavesUnused(model, action, includesUntracked))),
  );
}

/**
 * The folded actions that the evidence about some principals names: all that a report lists, and those that a finding
 * reports as unused.
 */
export function namedBy(arns: readonly string[], evidence: readonly EvidenceModel[]): ReadonlySet<string> {
  const active = evidence.filter(({ principal, status }) => status === 'ACTIVE' && arns.includes(principal));
  return new Set(
    active.flatMap(({ kind, services: words }) =>
      Object.entries(words).flatMap(([service, word]) =>
        Object.entries(word ?? {}).flatMap(([name, isUnused]) =>
          isUnused || kind === 'report' ? [folded(`${service}:${name}`)] : [],
        ),
      ),
    ),
  );
}

/** The folded actions that a report shows as used. */
export function shownByReports(evidence: readonly EvidenceModel[]): ReadonlySet<string> {
  const reports = evidence.filter(({ kind }) => kind === 'report');
  return new Set(
    reports.flatMap(({ services: words }) =>
      Object.entries(words).flatMap(([service, word]) =>
        Object.entries(word ?? {}).flatMap(([name, isUnused]) => (isUnused ? [] : [folded(`${service}:${name}`)])),
      ),
    ),
  );
}
