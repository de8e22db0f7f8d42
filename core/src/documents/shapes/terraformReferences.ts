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

/** Names in HCL may have letters of any script (HCL Native Syntax Specification, "Identifiers"). */
const identifier = String.raw`[\p{ID_Continue}-]+`;
const one = String.raw`((?:(?:data\.)?aws_\w+|data\.template_file)\.${identifier})(\[[^\]]*\])?(?:\.(${identifier}))?`;
const whole = new RegExp(String.raw`^\$\{\s*${one}\s*\}$`, 'u');

/** The reference that a value is; `undefined` if it is anything else. */
export function referenceOf(value: string): Reference | undefined {
  const [, address, index, attribute = ''] = whole.exec(value) ?? [];
  return address === undefined ? undefined : { address, attribute, isIndexed: index !== undefined };
}

const words = /(?<![\p{ID_Continue}-])(?:data|aws_\w+|template_file)(?![\p{ID_Continue}-])/gu;

/**
 * The addresses that a value may refer to, anywhere in it, also with comments between their parts. Rather too many: also
 * in comments and in texts. O(length).
 */
export function addressesIn(value: string): readonly string[] {
  if (!value.includes('aws_') && !value.includes('template_file')) return [];
  const behind = behindDots(value);
  /** Where the type of a data source begins. */
  const ofData = new Set<number>();
  const label = new RegExp(identifier, 'uy');
  const found: string[] = [];
  for (const { 0: word, index } of value.matchAll(words)) {
    const next = behind(index + word.length);
    if (next === undefined) continue;
    if (word === 'data') ofData.add(next);
    label.lastIndex = next;
    const [name] = label.exec(value) ?? [];
    if (word !== 'data' && name !== undefined)
      found.push([...(ofData.has(index) ? ['data'] : []), word, name].join('.'));
  }
  return found;
}

/** Makes a search for what is behind the dot at an offset. White space and comments around the dot are passed over. */
function behindDots(value: string): (from: number) => number | undefined {
  const ends = { '*/': createNext(value, '*/'), '\n': createNext(value, '\n') };
  const passed = (from: number): number => {
    let at = from;
    for (;;) {
      if (/\s/.test(value[at] ?? '')) at++;
      else if (value.startsWith('/*', at)) at = ends['*/'](at + 2);
      else if (value[at] === '#' || value.startsWith('//', at)) at = ends['\n'](at);
      else return at;
    }
  };
  return (from) => {
    const dot = passed(from);
    return value[dot] === '.' ? passed(dot + 1) : undefined;
  };
}

/** Makes a search for the end of the next sign, for offsets that grow: each part of the text is searched once. */
function createNext(value: string, sign: string): (from: number) => number {
  let start = -1;
  let end = -1;
  return (from) => {
    if (start < 0 || from < start || from > end - sign.length) {
      const found = value.indexOf(sign, from);
      [start, end] = [from, found < 0 ? value.length + sign.length : found + sign.length];
    }
    return Math.min(end, value.length);
  };
}
