/**
 * Reads a Terraform state. It holds secrets, so nothing is kept of it but addresses, types, names, ARNs and
 * attachments.
 */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import type { DeployedPrincipal, DeployedResource, Deployment } from './deployment.ts';
import { principalOf } from './model.ts';

/** An instance of a resource in a state. */
interface Instance {
  readonly module: string;
  readonly id: string;
  readonly type: string;
  readonly values: JsonRecord | undefined;
}

/** A state file (format 4), or the output of `terraform show -json` for a state. A plan is no deployment. */
export function readState(value: JsonRecord): readonly Deployment[] | undefined {
  const instances =
    value['version'] === 4 && typeof value['lineage'] === 'string' && Array.isArray(value['resources'])
      ? instancesInFile(listOf(value['resources']))
      : typeof value['format_version'] === 'string' &&
          isRecord(value['values']) &&
          value['planned_values'] === undefined
        ? instancesShown(value['values']['root_module'], '')
        : undefined;
  return instances && deploymentsOf(instances);
}

function instancesInFile(resources: readonly unknown[]): Instance[] {
  return resources.flatMap((resource): Instance[] => {
    if (!isRecord(resource) || resource['mode'] !== 'managed') return [];
    const [type = '', name = '', module = ''] = [resource['type'], resource['name'], resource['module']].map(textOf);
    return listOf(resource['instances']).map((instance) => ({
      module,
      id: `${type}.${name}`,
      type,
      values: isRecord(instance) && isRecord(instance['attributes']) ? instance['attributes'] : undefined,
    }));
  });
}

/** The instances of a module and its child modules (Terraform, "JSON Output Format", values representation). */
function instancesShown(root: unknown, at: string): Instance[] {
  const found: Instance[] = [];
  const open: (readonly [module: unknown, address: string])[] = [[root, at]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [module, address] = next;
    if (!isRecord(module)) continue;
    for (const resource of listOf(module['resources'])) {
      if (!isRecord(resource) || resource['mode'] !== 'managed') continue;
      const [type = '', name = ''] = [resource['type'], resource['name']].map(textOf);
      const values = isRecord(resource['values']) ? resource['values'] : undefined;
      found.push({ module: address, id: `${type}.${name}`, type, values });
    }
    for (const child of listOf(module['child_modules']))
      open.push([child, isRecord(child) ? (textOf(child['address']) ?? '') : '']);
  }
  return found;
}

/** The types of resources that attach a policy to principals, and the members with their names. */
const attaching: ReadonlyMap<string, readonly (readonly [type: 'role' | 'user' | 'group', key: string])[]> = new Map([
  ['aws_iam_role_policy_attachment', [['role', 'role']]],
  ['aws_iam_user_policy_attachment', [['user', 'user']]],
  ['aws_iam_group_policy_attachment', [['group', 'group']]],
  [
    'aws_iam_policy_attachment',
    [
      ['role', 'roles'],
      ['user', 'users'],
      ['group', 'groups'],
    ],
  ],
  ['aws_iam_role_policy', [['role', 'role']]],
  ['aws_iam_user_policy', [['user', 'user']]],
  ['aws_iam_group_policy', [['group', 'group']]],
]);

const principalTypes: ReadonlyMap<string, 'role' | 'user'> = new Map([
  ['aws_iam_role', 'role'],
  ['aws_iam_user', 'user'],
]);

function principalIn({ type, values }: Instance): DeployedPrincipal[] {
  const kind = principalTypes.get(type);
  const [name, arn] = [textOf(values?.['name']), textOf(values?.['arn'])];
  return kind === undefined || name === undefined ? [] : [{ type: kind, name, arn: principalOf(arn ?? '')?.arn }];
}

/** Principals and groups that a policy is attached to. */
interface Holders {
  readonly principals: DeployedPrincipal[];
  readonly groups: string[];
}

function deploymentsOf(instances: readonly Instance[]): readonly Deployment[] {
  const byName = new Map(instances.flatMap(principalIn).map((one) => [`${one.type} ${one.name}`, one]));
  const called: Called = (type, name) => byName.get(`${type} ${name}`) ?? { type, name };
  const attached = new Map(instances.map((instance) => [instance, attachmentIn(instance, called)]));
  const held = holdersOfPolicies(instances, attached);
  const modules = new Map<string, OpenModule>();
  for (const instance of instances) {
    const module = modules.get(instance.module) ?? { resources: new Map<string, OpenResource>(), isCutOff: false };
    modules.set(instance.module, module);
    const { type, values } = instance;
    if (values === undefined && type.startsWith('aws_iam_')) module.isCutOff = true;
    const holders = type === 'aws_iam_policy' ? held.get(textOf(values?.['arn']) ?? '') : undefined;
    addInstance(module, instance, { own: attached.get(instance) ?? nobody, holders: holders ?? nobody });
  }
  return [...modules].map(([name, { resources, isCutOff }]) => ({
    name: name === '' ? undefined : name,
    resources: [...resources.values()].map(withoutEmpty),
    isCutOff,
  }));
}

interface OpenModule {
  readonly resources: Map<string, OpenResource>;
  isCutOff: boolean;
}

const nobody: Holders = { principals: [], groups: [] };

/** `own`: what the instance attaches a policy to; `holders`: who has the instance, if it is a policy. */
function addInstance(
  module: OpenModule,
  instance: Instance,
  { own, holders }: { readonly own: Holders; readonly holders: Holders },
): void {
  const { id, type } = instance;
  const resource = module.resources.get(id) ?? { id, type, principals: [], heldBy: [], heldByGroups: [] };
  module.resources.set(id, resource);
  addAll(resource.principals, [...principalIn(instance), ...own.principals]);
  addAll(resource.heldBy, holders.principals);
  addAll(resource.heldByGroups, [...holders.groups, ...own.groups]);
}

interface OpenResource extends Required<DeployedResource> {
  readonly principals: DeployedPrincipal[];
  readonly heldBy: DeployedPrincipal[];
  readonly heldByGroups: string[];
}

/** The holders of managed policies, by the ARN of the policy: attached in any of three ways, or bounded. */
function holdersOfPolicies(
  instances: readonly Instance[],
  attached: ReadonlyMap<Instance, Holders>,
): ReadonlyMap<string, Holders> {
  const held = new Map<string, Holders>();
  const hold = (policy: unknown, principals: readonly DeployedPrincipal[], groups: readonly string[]): void => {
    const arn = textOf(policy);
    if (arn === undefined) return;
    const known = held.get(arn) ?? { principals: [], groups: [] };
    held.set(arn, known);
    addAll(known.principals, principals);
    addAll(known.groups, groups);
  };
  for (const instance of instances) {
    const { values } = instance;
    const { principals = [], groups = [] } = attached.get(instance) ?? {};
    hold(values?.['policy_arn'], principals, groups);
    for (const arn of [...listOf(values?.['managed_policy_arns']), values?.['permissions_boundary']])
      hold(arn, principalIn(instance), []);
  }
  return held;
}

type Called = (type: 'role' | 'user', name: string) => DeployedPrincipal;

/** The principals to which an instance attaches a policy. */
function attachmentIn({ type, values }: Instance, called: Called): Holders {
  const found = (attaching.get(type) ?? []).flatMap(([of, key]) => {
    const value = values?.[key];
    return (Array.isArray(value) ? listOf(value) : [value]).flatMap((name) => {
      const text = textOf(name);
      return text === undefined || text === '' ? [] : [{ of, name: text }];
    });
  });
  return {
    principals: found.flatMap(({ of, name }) => (of === 'group' ? [] : [called(of, name)])),
    groups: found.flatMap(({ of, name }) => (of === 'group' ? [name] : [])),
  };
}

function addAll<T>(list: T[], more: readonly T[]): void {
  for (const one of more) list.push(one);
}

function withoutEmpty({
  id,
  type,
  principals = [],
  heldBy = [],
  heldByGroups = [],
}: DeployedResource): DeployedResource {
  return {
    id,
    type,
    ...(principals.length === 0 ? {} : { principals }),
    ...(heldBy.length === 0 ? {} : { heldBy }),
    ...(heldByGroups.length === 0 ? {} : { heldByGroups }),
  };
}
