/** A look at a string without reading it: may it hold a policy as text? */

/** May a string hold a policy? A look at the text, without reading it. */
export function mayHoldPolicy(value: string): boolean {
  return /^\s*(?:\{|%7B)/i.test(value) && value.includes('Statement') && value.includes('Effect');
}

/** Has a text the members of a policy and of a statement, whether it can be read or not? */
export function hasMembersOfPolicy(value: string): boolean {
  return ['Statement', 'Effect'].every((name) =>
    new RegExp(`(?:"|%22)${name}(?:\\\\*"|%22)\\s*(?::|%3A)`, 'i').test(value),
  );
}
