import { byCodeUnits } from '../actions/foldCase.ts';
import { principalOf, type Principal } from '../findings/model.ts';

/**
 * The permission sets of IAM Identity Center, for which it makes a role in each account (IAM Identity Center User
 * Guide, "Permission sets").
 */

const roleName = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** The permission set for which a role of this name was made; `undefined` for any other name. */
export function permissionSetOf(role: string): string | undefined {
  return roleName.exec(role)?.[1];
}

/** The accounts among some for which none of the roles is: the roles that stand there are not known. */
export function withoutRole(accounts: readonly string[], arns: readonly (string | undefined)[]): readonly string[] {
  const known = new Set(arns.map((arn) => principalOf(arn ?? '')?.account));
  return accounts.filter((account) => !known.has(account));
}

/** How messages call the role of a permission set in an account where its suffix is not known. */
export function roleIn(account: string, permissionSet: string): string {
  return `AWSReservedSSO_${permissionSet}_… (${account})`;
}

export function isOfPermissionSet(role: string, permissionSet: string): boolean {
  return permissionSetOf(role) === permissionSet;
}

/**
 * Looks up the roles of permission sets among some principals, by ARN. They are asked for once, when the first is
 * looked up.
 */
export function createPermissionSets(principals: () => readonly Principal[]): (name: string) => readonly Principal[] {
  let bySet: Map<string, Principal[]> | undefined;
  return (name) => {
    bySet ??= groupBySet(principals());
    return bySet.get(name) ?? [];
  };
}

function groupBySet(principals: readonly Principal[]): Map<string, Principal[]> {
  const bySet = new Map<string, Principal[]>();
  const roles = principals.filter(({ name }) => permissionSetOf(name) !== undefined);
  const distinct = [...new Map(roles.map((role) => [role.arn, role])).values()].toSorted((a, b) =>
    byCodeUnits(a.arn, b.arn),
  );
  for (const role of distinct) {
    const name = permissionSetOf(role.name) ?? '';
    const known = bySet.get(name);
    if (known === undefined) bySet.set(name, [role]);
    else known.push(role);
  }
  return bySet;
}
