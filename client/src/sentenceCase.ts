/** A reason as the start of a sentence. A name at its start, such as `aws_iam_role.app`, stays as it is. */
export function sentenceCase(reason: string): string {
  const isName = /^\S*[._/:\\]\S/.test(reason);
  return isName ? reason : reason.charAt(0).toUpperCase() + reason.slice(1);
}
