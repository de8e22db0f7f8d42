/** The permission sets of IAM Identity Center, for which it makes a role in each account (IAM Identity Center User Guide, "Permission sets"). */

const roleName = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** The permission set for which a role of this name was made; `undefined` for any other name. */
export function permissionSetOf(role: string): string | undefined {
  return roleName.exec(role)?.[1];
}

export function isOfPermissionSet(role: string, permissionSet: string): boolean {
  return permissionSetOf(role) === permissionSet;
}
