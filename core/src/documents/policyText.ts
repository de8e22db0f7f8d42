/** Quick checks whether a string may contain a policy, without parsing it. */

/** May a string contain a policy? */
export function mayHoldPolicy(value: string): boolean {
  return /^\s*(?:\{|%7B)/i.test(value) && value.includes('Statement') && value.includes('Effect');
}

/** Does a text have the keys of a policy and a statement, even if it is not valid JSON? */
export function hasMembersOfPolicy(value: string): boolean {
  return ['Statement', 'Effect'].every((name) =>
    new RegExp(`(?:"|%22)${name}(?:\\\\*"|%22)\\s*(?::|%3A)`, 'i').test(value),
  );
}
