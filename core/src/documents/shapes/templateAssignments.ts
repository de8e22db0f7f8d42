/** The accounts in which a template assigns its permission sets: Identity Center creates a role for the set in each. */
import { member, type TreeNode } from '../../text/tree.ts';
import { say, type Message } from '../../text/message.ts';
import type { Resource, Template } from './template.ts';
import { valuesAt } from './templateValues.ts';

/** The assignments of the permission sets of a template, by logical id. There may be others outside of the template. */
export interface Assignments {
  readonly accountsOf: (id: string) => readonly string[] | undefined;
  /** Why not all accounts in which the template assigns the set are known. */
  readonly gapOf: (id: string) => Message | undefined;
}

/** Reads the resources `AWS::SSO::Assignment` (CloudFormation Template Reference). O(size of these). */
export function assignmentsIn({ resources, loops, lineOf }: Template): Assignments {
  const accounts = new Map<string, Set<string>>();
  const gaps = new Map<string, Message>();
  let ofAny: Message | undefined;
  const lineAt = (node: TreeNode): string => String(lineOf(node.offset));
  for (const assignment of [...resources.values(), ...loops]) {
    if (assignment.type !== 'AWS::SSO::Assignment') continue;
    const { ids, areAll } = setsOf(assignment, resources);
    if (!areAll)
      ofAny ??= say(
        'line {0} assigns an unknown permission set, which may be this one',
        lineAt(placeOf(assignment, setKey)),
      );
    const targets = valuesAt(member(assignment.properties, targetKey)).map((value) =>
      value.kind === 'text' ? value.text : '',
    );
    const known = targets.filter((target) => /^\d{12}$/.test(target));
    for (const id of ids) {
      accounts.set(id, new Set([...(accounts.get(id) ?? []), ...known]));
      if (known.length === targets.length && known.length > 0) continue;
      const place = placeOf(assignment, targetKey);
      if (!gaps.has(id))
        gaps.set(id, say('line {0} assigns the permission set in an account that is not known', lineAt(place)));
    }
  }
  return {
    accountsOf(id) {
      const found = accounts.get(id);
      return found && [...found].toSorted();
    },
    gapOf: (id) => gaps.get(id) ?? ofAny,
  };
}

const setKey = 'PermissionSetArn';
const targetKey = 'TargetId';

function placeOf({ node, properties }: Resource, key: string): TreeNode {
  return member(properties, key) ?? node;
}

/**
 * The permission sets that an assignment may refer to. A literal ARN may mean any set, because AWS generates the ARNs.
 */
function setsOf(
  { properties }: Resource,
  resources: Template['resources'],
): { readonly ids: readonly string[]; readonly areAll: boolean } {
  const values = valuesAt(member(properties, setKey));
  const ids = values.flatMap((value) =>
    value.kind === 'reference' && resources.get(value.id)?.type === 'AWS::SSO::PermissionSet' ? [value.id] : [],
  );
  return { ids, areAll: ids.length === values.length && ids.length > 0 };
}
