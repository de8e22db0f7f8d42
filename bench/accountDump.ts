/** Makes account details with many roles (`get-account-authorization-details`), and a finding for each role. */
import type { ActionCatalogue } from '../core/src/actions/index.ts';
import { createRandom } from './measure.ts';

/** Two documents in the format of the AWS CLI. */
export interface AccountDump {
  readonly details: string;
  /** A list of `UnusedPermission` findings. */
  readonly findings: string;
}

const account = '111122223333';

/** Makes about 13 KB of policies and 30 problems for each role; the same in every run. */
export function accountDump(catalogue: ActionCatalogue, roles: number): AccountDump {
  const made = Array.from({ length: roles }, (_, i) => roleWithFinding(catalogue, i));
  const details = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: made.map(({ role }) => role),
    Policies: [],
    IsTruncated: false,
  };
  return { details: JSON.stringify(details, null, 4), findings: JSON.stringify(made.map(({ finding }) => finding)) };
}

interface Details {
  readonly RoleDetailList: readonly { readonly RolePolicyList: readonly unknown[] }[];
}

/** The same policies, all of one role, with the same actions unused. */
export function asOneRole({ details, findings }: AccountDump): AccountDump {
  const parsed = JSON.parse(details) as Details;
  const all = JSON.parse(findings) as readonly { readonly findingDetails: readonly unknown[] }[];
  const [first] = parsed.RoleDetailList;
  const role = { ...first, RolePolicyList: parsed.RoleDetailList.flatMap(({ RolePolicyList }) => RolePolicyList) };
  return {
    details: JSON.stringify({ ...parsed, RoleDetailList: [role] }, null, 4),
    findings: JSON.stringify([{ ...all[0], findingDetails: all.flatMap(({ findingDetails }) => findingDetails) }]),
  };
}

function roleWithFinding(catalogue: ActionCatalogue, i: number) {
  const random = createRandom(i + 1);
  const services = servicesFor(catalogue, random);
  const RoleName = `app-role-${i}`;
  const Arn = `arn:aws:iam::${account}:role/${RoleName}`;
  const role = {
    Path: '/',
    RoleName,
    RoleId: `AROAEXAMPLE${i}`,
    Arn,
    CreateDate: '2025-01-15T09:00:00+00:00',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    InstanceProfileList: [],
    RolePolicyList: services.map(({ service, actions }) => ({
      PolicyName: `Uses-${service}`,
      PolicyDocument: { Version: '2012-10-17', Statement: statementsFor(service, actions) },
    })),
    AttachedManagedPolicies: [],
    Tags: [],
  };
  return { role, finding: findingOn(Arn, i, services, random) };
}

const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

interface GrantedService {
  readonly service: string;
  readonly actions: readonly string[];
}

/** Six services with many actions, and 25 actions of each. */
function servicesFor(catalogue: ActionCatalogue, random: () => number): GrantedService[] {
  const large = catalogue.services.filter((service) => (catalogue.service(service)?.names.length ?? 0) > 40);
  const chosen = new Set<string>();
  while (chosen.size < 6) chosen.add(large[Math.floor(random() * large.length)] ?? '');
  return [...chosen].map((service) => {
    const names = catalogue.service(service)?.names ?? [];
    const start = Math.floor(random() * (names.length - 25));
    return { service, actions: names.slice(start, start + 25) };
  });
}

function statementsFor(service: string, actions: readonly string[]): unknown[] {
  const [half, rest] = [actions.slice(0, 12), actions.slice(12)];
  return [half, rest].map((names, i) => ({
    Sid: `Statement${i}`,
    Effect: 'Allow',
    Action: [...names.map((name) => `${service}:${name}`), `${service}:${i === 0 ? 'Get' : 'List'}*`],
    Resource: `arn:aws:${service}:us-east-1:${account}:thing/*`,
  }));
}

/** A finding that a quarter of the role's actions are unused. */
function findingOn(resource: string, i: number, services: readonly GrantedService[], random: () => number): unknown {
  return {
    id: `0fa3f5a1-0000-4000-8000-${i.toString(16).padStart(12, '0')}`,
    findingType: 'UnusedPermission',
    resource,
    resourceType: 'AWS::IAM::Role',
    status: 'ACTIVE',
    analyzedAt: new Date(Date.now() - 86_400_000).toISOString(),
    findingDetails: services.map(({ service, actions }) => ({
      unusedPermissionDetails: {
        serviceNamespace: service,
        actions: actions.filter(() => random() < 0.25).map((action) => ({ action })),
      },
    })),
  };
}
