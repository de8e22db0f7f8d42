/**
 * Permission sets of IAM Identity Center, and the roles that it creates for each of them, one in each account (IAM
 * Identity Center User Guide, "Permission sets").
 */
import { byCodeUnits } from '../actions/foldCase.ts';
import { principalOf, type Principal } from '../findings/model.ts';

const roleName = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** The permission set for which a role with this name was created; `undefined` for any other name. */
export function permissionSetOf(role: string): string | undefined {
  return roleName.exec(role)?.[1];
}

/** The accounts that none of the roles is in. The names of the roles in these accounts are not known. */
export function withoutRole(accounts: readonly string[], arns: readonly (string | undefined)[]): readonly string[] {
  const known = new Set(arns.map((arn) => principalOf(arn ?? '')?.account));
  return accounts.filter((account) => !known.has(account));
}

/** How messages name the role of a permission set in an account if its suffix is not known. */
export function roleIn(account: string, permissionSet: string): string {
  return `AWSReservedSSO_${permissionSet}_… (${account})`;
}

export function isOfPermissionSet(role: string, permissionSet: string): boolean {
  return permissionSetOf(role) === permissionSet;
}

/** Looks up the roles of permission sets, sorted by ARN. `principals` is called once, at the first look-up. */
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
