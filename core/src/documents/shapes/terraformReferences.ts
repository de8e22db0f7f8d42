/** References to resources and data sources of a Terraform module in its expressions. */

/** A reference such as `${aws_iam_role.app[0].name}`. */
export interface Reference {
  /** `aws_iam_role.app`, `data.aws_iam_policy_document.app` */
  readonly address: string;
  /** The attribute behind it: `name`; empty if there is none, or more than that. */
  readonly attribute: string;
  /** One instance of several is meant. */
  readonly isIndexed: boolean;
}

const one = String.raw`((?:(?:data\.)?aws_\w+|data\.template_file)\.[\w-]+)(\[[^\]]*\])?(?:\.([\w-]+))?`;
const whole = new RegExp(String.raw`^\$\{\s*${one}\s*\}$`);

/** The reference that a value is; `undefined` if it is anything else. */
export function referenceOf(value: string): Reference | undefined {
  const [, address, index, attribute = ''] = whole.exec(value) ?? [];
  return address === undefined ? undefined : { address, attribute, isIndexed: index !== undefined };
}

/** The addresses that a value may refer to, anywhere in it. Rather too many: also in comments and in texts. */
export function addressesIn(value: string): readonly string[] {
  if (!value.includes('aws_') && !value.includes('template_file')) return [];
  return Array.from(
    value.matchAll(/(?<![\w-])((?:data\s*\.\s*)?(?:aws_\w+|template_file))\s*\.\s*([\w-]+)/g),
    ([, type = '', name = '']) => [type.replaceAll(/\s/g, ''), name].join('.'),
  );
}

/** Is a value, as the text of a template, known without evaluating anything? */
export function isKnown(value: string): boolean {
  return !/(?<!\$)\$\{|(?<!%)%\{/.test(value);
}

/** What a text with escapes means: `$${` is `${`. */
export function meant(value: string): string {
  return value.replaceAll(/([$%])\1\{/g, '$1{');
}

/** A text with `*` for its computed parts. */
export function patternOf(value: string): string {
  let pattern = '';
  for (let at = 0; at < value.length;) {
    const isEscaped = /^([$%])\1\{/.test(value.slice(at, at + 3));
    if (isEscaped) {
      pattern += value.slice(at + 1, at + 3);
      at += 3;
    } else if (/^[$%]\{/.test(value.slice(at, at + 2))) {
      let depth = 0;
      do {
        if (value[at] === '{') depth++;
        if (value[at] === '}') depth--;
        at++;
      } while (at < value.length && (depth > 0 || value[at - 1] !== '}'));
      pattern += '*';
    } else pattern += value[at++] ?? '';
  }
  return pattern.replaceAll(/\*+/g, '*');
}
