/** The attachments of customer managed policies in a Terraform state, by resource. */
import { isRecord, listOf, textOf, textsIn, type JsonRecord } from '../text/jsonValue.ts';
import { nameIn, type DeployedAttachment, type DeployedPrincipal } from './deployment.ts';

/** An instance of a resource in a state. */
export interface Instance {
  readonly module: string;
  readonly id: string;
  readonly type: string;
  /** Absent if they are not understood. */
  readonly values: JsonRecord | undefined;
}

/** What an instance attaches. `unclear`: its address, if it may attach any policy. */
export interface Attachments {
  readonly attachments: readonly DeployedAttachment[];
  readonly unclear?: string;
}

type HolderType = 'role' | 'user' | 'group';

/** Where a resource says what it attaches, and to whom. */
interface Attaching {
  readonly policies: string;
  readonly to: readonly (readonly [type: HolderType, key: string])[];
}

/** The types of resources that attach managed policies (AWS provider for Terraform). */
const attaching: ReadonlyMap<string, Attaching> = new Map([
  ...(['role', 'user', 'group'] as const).flatMap((type): [string, Attaching][] => [
    [`aws_iam_${type}_policy_attachment`, { policies: 'policy_arn', to: [[type, type]] }],
    [`aws_iam_${type}_policy_attachments_exclusive`, { policies: 'policy_arns', to: [[type, `${type}_name`]] }],
  ]),
  [
    'aws_iam_policy_attachment',
    {
      policies: 'policy_arn',
      to: [
        ['role', 'roles'],
        ['user', 'users'],
        ['group', 'groups'],
      ],
    },
  ],
]);

const none: Attachments = { attachments: [] };

/** The attachments by an instance. `principal`: what the instance is, if it is a role or user and is understood. */
export function attachmentsOf(instance: Instance, principal: DeployedPrincipal | undefined): Attachments {
  const { id, type, values } = instance;
  if (!/^(?:aws|awscc)_(?:iam|ssoadmin|sso)_/.test(type)) return none;
  if (values === undefined) return type === 'aws_iam_policy' ? none : { attachments: [], unclear: id };
  const how = attaching.get(type);
  if (how !== undefined) return byAttachment(instance, how, values);
  if (type === 'aws_iam_role' || type === 'aws_iam_user') return byPrincipal(instance, principal, values);
  return type === 'aws_iam_policy' || type.endsWith('_policy_document') ? none : byMention(instance, values);
}

function byAttachment({ id }: Instance, { policies, to }: Attaching, values: JsonRecord): Attachments {
  const arns = policiesIn(values[policies]);
  const holders = to.map(([type, key]) => ({ type, names: namesIn(values[key]) }));
  const isKnown = holders.every(({ names }) => names !== undefined) && holders.some(({ names }) => names?.length);
  // Of several policies there may be none, but not of one.
  if (arns === undefined || (policies === 'policy_arn' && isAbsent(values[policies])))
    return { attachments: [], unclear: id };
  if (!isKnown) return { attachments: arns.map((policy) => ({ policy, unclear: id })) };
  const named = (of: HolderType): readonly string[] =>
    holders.flatMap(({ type, names = [] }) => (type === of ? names : []));
  const principals = (['role', 'user'] as const).flatMap((type) => named(type).map((name) => ({ type, name })));
  const groups = named('group');
  return {
    attachments: arns.map((policy) => ({
      policy,
      ...(principals.length === 0 ? {} : { principals }),
      ...(groups.length === 0 ? {} : { groups }),
    })),
  };
}

/** The policies that a role or user lists itself, and the one that bounds it. */
function byPrincipal({ id }: Instance, principal: DeployedPrincipal | undefined, values: JsonRecord): Attachments {
  const [attached, boundary] = [values['managed_policy_arns'], values['permissions_boundary']].map(policiesIn);
  if (attached === undefined || boundary === undefined) return { attachments: [], unclear: id };
  return {
    attachments: [...attached, ...boundary].map((policy) => ({
      policy,
      ...(principal === undefined ? { unclear: id } : { principals: [principal] }),
    })),
  };
}

/** A resource of another type that names a policy: a permission set, by the name of the policy; or an unknown type. */
function byMention({ id, type }: Instance, values: JsonRecord): Attachments {
  const arns = textsIn(values).flatMap((text) => policyArn(text) ?? []);
  const names = /_(?:ssoadmin|sso)_/.test(type) ? referencedNames(values) : [];
  if (names === undefined) return { attachments: [], unclear: id };
  return { attachments: [...new Set([...arns, ...names])].map((policy) => ({ policy, unclear: id })) };
}

/** The names in `customer_managed_policy_reference`, at any depth; `undefined` if one is not understood. */
function referencedNames(values: JsonRecord): readonly string[] | undefined {
  const found: (string | undefined)[] = [];
  const open: unknown[] = [values];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inside] of Object.entries(next)) {
      if (key === 'customer_managed_policy_reference')
        for (const one of Array.isArray(inside) ? listOf(inside) : [inside])
          found.push(nameIn(isRecord(one) ? one['name'] : undefined));
      open.push(inside);
    }
  }
  return found.every((name) => name !== undefined) ? found.flatMap((name) => name ?? []) : undefined;
}

/** The names in a string or list; `undefined` if one of them is none. */
function namesIn(value: unknown): readonly string[] | undefined {
  if (isAbsent(value)) return [];
  const names = (Array.isArray(value) ? listOf(value) : [value]).map(nameIn);
  return names.every((name) => name !== undefined) ? names.flatMap((name) => name ?? []) : undefined;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

const ofCustomer = /^arn:[\w-]{1,40}:iam::\d{12}:policy\/[\w+=,.@/-]{1,640}$/;
const ofAws = /^arn:[\w-]{1,40}:iam::aws:policy\//;

/** The text if it is the ARN of a customer managed policy. */
export function policyArn(text: unknown): string | undefined {
  return typeof text === 'string' && ofCustomer.test(text) ? text : undefined;
}

/** The ARNs of customer managed policies in a string or list; `undefined` if something in it is no ARN of a policy. */
function policiesIn(value: unknown): readonly string[] | undefined {
  if (isAbsent(value)) return [];
  const texts = (Array.isArray(value) ? listOf(value) : [value]).map((one) => textOf(one) ?? '');
  if (!texts.every((text) => ofCustomer.test(text) || ofAws.test(text))) return undefined;
  return texts.filter((text) => ofCustomer.test(text));
}
