/** Texts that would have an effect if they were printed or shown as they are. */

/**
 * Names with line ends, terminal escapes, direction marks, and commands to the log of a build, in several combinations.
 */
export const hostileTexts: readonly string[] = [
  'a\n::error file=x::b\r\n::stop-commands::c',
  '::error::a\x1b]0;b\x07\x1b[2J\x9b31mc\x7f',
  '##[error]a ##vso[task.setvariable variable=b]c##teamcity[d]',
  'a\u202eb\u2066c\u2069d\u200fe\u2028f\u2029::error::g',
  '\u0085::error::a\v::b\f\t::c',
  '"><img src=x onerror=alert(1)>`](command:a)$(b)\\',
  '--endpoint-url=https://a.example/;`b`$(c)\n',
];

/** Has a printed line no characters and commands with an effect? */
export function isHarmless(line: string): boolean {
  return !/^\s*::|##\w*\[|[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u.test(line);
}
