/**
 * Reads a Terraform state. It holds secrets, so nothing is kept of it but addresses, types, names, ARNs and
 * attachments.
 */
import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import {
  nameIn,
  principalTypeOf,
  type DeployedAttachment,
  type DeployedPrincipal,
  type DeployedResource,
  type Deployment,
} from './deployment.ts';
import { attachmentsOf, policyArn, type Attachments, type Instance } from './deployedAttachments.ts';
import { principalOf } from './model.ts';

/**
 * A state file (format 4), or the output of `terraform show -json` for a state. A plan is no deployment. Of a state in
 * another form, or of a part of one, nothing is known.
 */
export function readState(value: JsonRecord): readonly Deployment[] | undefined {
  if (isPlan(value)) return undefined;
  if (value['encrypted_data'] !== undefined) return [unreadState(say('it is encrypted'))];
  if (typeof value['format_version'] === 'string' && 'values' in value) return stateOf(shownIn(value['values']));
  if (!isStateFile(value)) return undefined;
  if (value['version'] === 4) return stateOf(instancesInFile(value['resources']));
  return isEmptyState(value) ? [] : [unreadState(say('it is a state in a format that is not read'))];
}

/** A plan in the "JSON Output Format" of Terraform. */
export function isPlan(value: JsonRecord): boolean {
  return value['planned_values'] !== undefined || value['resource_changes'] !== undefined;
}

function isStateFile(value: JsonRecord): boolean {
  return (
    value['lineage'] !== undefined ||
    (value['terraform_version'] !== undefined && (value['serial'] ?? value['resources']) !== undefined)
  );
}

/** In older formats Terraform also keeps where the state is (`.terraform/terraform.tfstate`). */
function isEmptyState(value: JsonRecord): boolean {
  const modules = value['modules'] ?? [];
  return (
    value['resources'] === undefined &&
    Array.isArray(modules) &&
    listOf(modules).every((one) => isRecord(one) && isEmpty(one['resources']))
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (isRecord(value) && Object.keys(value).length === 0);
}

function unreadState(unread: Message): Deployment {
  return { kind: 'state', resources: [], isCutOff: true, unread };
}

/** `undefined` if a part is not understood. */
function stateOf(instances: readonly Instance[] | undefined): readonly Deployment[] {
  return instances === undefined ? [unreadState(say('a part of it is not understood'))] : deploymentsOf(instances);
}

function instancesInFile(resources: unknown): Instance[] | undefined {
  if (!Array.isArray(resources)) return undefined;
  const found: Instance[] = [];
  for (const resource of listOf(resources)) {
    const at = addressOf(resource);
    if (at === undefined || !isRecord(resource)) return undefined;
    if (at === 'data') continue;
    const { instances, module = '' } = resource;
    if (!Array.isArray(instances) || typeof module !== 'string') return undefined;
    for (const instance of listOf(instances))
      found.push({ ...at, module, values: recordIn(isRecord(instance) ? instance['attributes'] : undefined) });
  }
  return found;
}

/** The address of a managed resource; `data` for what is only looked up; `undefined` if it is not understood. */
function addressOf(resource: unknown): { readonly id: string; readonly type: string } | 'data' | undefined {
  if (!isRecord(resource)) return undefined;
  const [mode, type, name] = [resource['mode'], resource['type'], resource['name']].map(textOf);
  if (mode === 'data') return 'data';
  return mode !== 'managed' || type === undefined || name === undefined ? undefined : { id: `${type}.${name}`, type };
}

function recordIn(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined;
}

/** The instances of all modules (Terraform, "JSON Output Format", values representation). */
function shownIn(values: unknown): Instance[] | undefined {
  if (!isRecord(values)) return undefined;
  const found: Instance[] = [];
  const open: (readonly [module: unknown, address: string | undefined])[] = [[values['root_module'] ?? {}, '']];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const module = shownModule(...next);
    if (module === undefined) return undefined;
    for (const instance of module.instances) found.push(instance);
    for (const child of module.children) open.push([child, textOf(recordIn(child)?.['address'])]);
  }
  return found;
}

function shownModule(
  module: unknown,
  address: string | undefined,
): { readonly instances: readonly Instance[]; readonly children: readonly unknown[] } | undefined {
  if (!isRecord(module) || address === undefined) return undefined;
  const { resources = [], child_modules: children = [] } = module;
  if (!Array.isArray(resources) || !Array.isArray(children)) return undefined;
  const instances: Instance[] = [];
  for (const resource of listOf(resources)) {
    const at = addressOf(resource);
    if (at === undefined || !isRecord(resource)) return undefined;
    if (at !== 'data') instances.push({ ...at, module: address, values: recordIn(resource['values']) });
  }
  return { instances, children: listOf(children) };
}

/** The principal that an instance is; `undefined` if it is not understood. */
function principalIn({ type, values }: Instance): DeployedPrincipal | undefined {
  const kind = principalTypeOf(type);
  const name = nameIn(values?.['name']);
  const principal = principalOf(textOf(values?.['arn']) ?? '');
  return kind === undefined || name === undefined ? undefined : { type: kind, name, arn: principal?.arn };
}

function deploymentsOf(instances: readonly Instance[]): readonly Deployment[] {
  const byName = new Map<string, DeployedPrincipal>();
  for (const instance of instances) {
    const one = principalIn(instance);
    if (one !== undefined) byName.set(`${one.type} ${one.name}`, one);
  }
  const modules = new Map<string, OpenModule>();
  for (const instance of instances) {
    const module = modules.get(instance.module) ?? { resources: new Map(), attachments: [], unclear: undefined };
    modules.set(instance.module, module);
    const principal = principalIn(instance);
    addInstance(module, instance, principal);
    addAttachments(module, attachmentsOf(instance, principal), ({ type, name }) => byName.get(`${type} ${name}`));
  }
  return [...modules].map(([name, { resources, attachments, unclear }]) => ({
    kind: 'state',
    name: name === '' ? undefined : name,
    resources: [...resources.values()].map(withoutEmpty),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(unclear === undefined ? {} : { unclearAttachment: unclear }),
    isCutOff: false,
  }));
}

interface OpenModule {
  readonly resources: Map<string, OpenResource>;
  readonly attachments: DeployedAttachment[];
  unclear: string | undefined;
}

interface OpenResource {
  readonly id: string;
  readonly type: string;
  readonly principals: DeployedPrincipal[];
  readonly policies: string[];
  readonly groups: string[];
  isUnclear: boolean;
}

function addInstance(module: OpenModule, instance: Instance, principal: DeployedPrincipal | undefined): void {
  const { id, type, values } = instance;
  const known = module.resources.get(id);
  const resource = known ?? { id, type, principals: [], policies: [], groups: [], isUnclear: false };
  module.resources.set(id, resource);
  if (principal !== undefined) resource.principals.push(principal);
  else if (principalTypeOf(type) !== undefined) resource.isUnclear = true;
  if (type === 'aws_iam_policy') {
    const arn = policyArn(values?.['arn']);
    if (arn === undefined) resource.isUnclear = true;
    else resource.policies.push(arn);
  }
  if (type !== 'aws_iam_group_policy') return;
  const group = nameIn(values?.['group']);
  if (group === undefined) resource.isUnclear = true;
  else resource.groups.push(group);
}

/** `called`: the principal of the state that has the name of another, with its ARN. */
function addAttachments(
  module: OpenModule,
  found: Attachments,
  called: (named: DeployedPrincipal) => DeployedPrincipal | undefined,
): void {
  module.unclear ??= found.unclear;
  for (const one of found.attachments)
    module.attachments.push(
      one.principals === undefined
        ? one
        : { ...one, principals: one.principals.map((principal) => called(principal) ?? principal) },
    );
}

function withoutEmpty({ id, type, principals, policies, groups, isUnclear }: OpenResource): DeployedResource {
  return {
    id,
    type,
    ...(principals.length === 0 ? {} : { principals }),
    ...(policies.length === 0 ? {} : { policies }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(isUnclear ? { isUnclear } : {}),
  };
}
