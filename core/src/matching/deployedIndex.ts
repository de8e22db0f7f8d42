/** Looks up what was deployed, by resource, by principal and by policy. */
import { foldCase } from '../actions/foldCase.ts';
import { principalTypeOf, type DeployedAttachment, type DeployedResource } from '../findings/deployment.ts';
import { say, type Message } from '../text/message.ts';
import { fileNameOf } from './fileNames.ts';
import type { FiledDeployment, FindingsIndex } from './filedFindings.ts';

/** A resource in a deployment. */
export interface FiledResource extends FiledDeployment {
  readonly resource: DeployedResource;
}

/** An attachment in a state. */
export interface FiledAttachment extends FiledDeployment {
  readonly attachment: DeployedAttachment;
}

export interface DeployedIndex {
  /** The resources with a logical id or address, in the order of the files. */
  readonly withId: (id: string) => readonly FiledResource[];
  /** The ids of the resources that a principal is. */
  readonly idsOf: (type: 'role' | 'user', name: string) => ReadonlySet<string>;
  /** The attachments of policies by ARN, or only by name, in any letter case: names differ in more than that. */
  readonly ofPolicy: (arnOrName: string) => readonly FiledAttachment[];
  readonly ofPolicyNamed: (name: string) => readonly FiledAttachment[];
  /** The deployments that are not completely known. */
  readonly cutOff: readonly FiledDeployment[];
  /** Why there may be more deployments of a kind. */
  readonly unread: (kind: 'stack' | 'state') => Message | undefined;
  /** Why any managed policy may have more holders. */
  readonly unclearAttachment: Message | undefined;
}

/** Makes the look-ups. O(size of the deployments). */
export function indexDeployments({ deployments, brokenDeployment }: FindingsIndex): DeployedIndex {
  const byId = new Map<string, FiledResource[]>();
  const byPrincipal = new Map<string, Set<string>>();
  const byPolicy = new Map<string, FiledAttachment[]>();
  const byPolicyName = new Map<string, FiledAttachment[]>();
  for (const filed of deployments) {
    for (const resource of filed.deployment.resources) {
      add(byId, resource.id, { ...filed, resource });
      for (const { type, name } of resource.principals ?? []) {
        const key = `${type} ${name}`;
        byPrincipal.set(key, (byPrincipal.get(key) ?? new Set()).add(resource.id));
      }
    }
    for (const attachment of filed.deployment.attachments ?? []) {
      const one = { ...filed, attachment };
      add(byPolicy, attachment.policy, one);
      add(byPolicyName, foldCase(policyNameIn(attachment.policy)), one);
    }
  }
  const unclear = deployments.find(({ deployment }) => deployment.unclearAttachment !== undefined);
  return {
    withId: (id) => byId.get(id) ?? [],
    idsOf: (type, name) => byPrincipal.get(`${type} ${name}`) ?? new Set(),
    ofPolicy: (arn) => byPolicy.get(arn) ?? [],
    ofPolicyNamed: (name) => byPolicyName.get(foldCase(name)) ?? [],
    cutOff: deployments.filter(({ deployment }) => deployment.isCutOff && deployment.unread === undefined),
    unread: (kind) => brokenDeployment ?? unreadAmong(deployments, kind),
    unclearAttachment:
      unclear &&
      say(
        '{1} in {0} is not understood, so it may attach any policy',
        fileNameOf(unclear.file),
        unclear.deployment.unclearAttachment ?? '',
      ),
  };
}

function unreadAmong(deployments: readonly FiledDeployment[], kind: 'stack' | 'state'): Message | undefined {
  const found = deployments.find(({ deployment }) => deployment.unread !== undefined && deployment.kind === kind);
  return found?.deployment.unread && say('{0} cannot be read ({1})', fileNameOf(found.file), found.deployment.unread);
}

/** The name of a policy by its ARN, or the text itself. */
export function policyNameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Is a deployed resource a principal of this type, as far as its own type tells? */
export function isPrincipal({ resource }: FiledResource, type: 'role' | 'user'): boolean {
  return principalTypeOf(resource.type) === type;
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}
