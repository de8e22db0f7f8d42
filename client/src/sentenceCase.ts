/** A reason as the start of a sentence. A name at its start, such as `aws_iam_role.app`, stays as it is. */
export function sentenceCase(reason: string): string {
  return /^\p{Ll}+(?=[\s,;:])/u.test(reason) ? reason.charAt(0).toUpperCase() + reason.slice(1) : reason;
}
