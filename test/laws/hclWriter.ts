/** Writes policies as Terraform, in any style, with comments; and reads the actions back by words alone. */

/** A statement: the actions that it allows, denies, or excepts. */
export interface WrittenStatement {
  readonly sid: string;
  readonly effect: 'Allow' | 'Deny';
  readonly isNot: boolean;
  readonly actions: readonly string[];
}

export type HclForm = 'document' | 'jsonencode' | 'heredoc' | 'quoted';

export interface WrittenHcl {
  readonly text: string;
  /** Comments on lines of their own. Each is unique. */
  readonly comments: readonly string[];
}

/** Chooses one of so many ways. */
type Choose = (count: number) => number;

/** A configuration with one policy. */
export function writeHcl(statements: readonly WrittenStatement[], form: HclForm, choose: Choose): WrittenHcl {
  const comments: string[] = [];
  const comment = (indent: string): string => {
    if (choose(4) > 0) return '';
    const text = `note ${comments.length} "s3:No" [`;
    comments.push(text);
    return `${indent}${[`# ${text}`, `// ${text}`, `/* ${text} */`][choose(3)] ?? ''}\n`;
  };
  const body = { choose, comment };
  const policy =
    form === 'document'
      ? statements.map((one) => block(one, body)).join(choose(2) === 0 ? '\n' : '')
      : form === 'jsonencode'
        ? encoded(statements, body)
        : json(statements, form, choose);
  const end = choose(3) === 0 ? '\r\n' : '\n';
  const mark = choose(6) === 0 ? '\uFEFF' : '';
  const around =
    form === 'document'
      ? `data "aws_iam_policy_document" "d" {\n${comment('  ')}${policy}${comment('  ')}}\n`
      : `resource "aws_iam_policy" "p" {\n${comment('  ')}  name   = "\${var.x}-p"\n  policy = ${policy}\n}\n`;
  const text = `${comment('')}${around}${comment('')}locals { all = { Action = [\n"s3:Get*"\n] } }\n`;
  return { text: mark + text.replaceAll('\n', end), comments };
}

interface Body {
  readonly choose: Choose;
  readonly comment: (indent: string) => string;
}

function block({ sid, effect, isNot, actions }: WrittenStatement, { choose, comment }: Body): string {
  const indent = choose(3) === 0 ? '\t' : '    ';
  const effects = effect === 'Allow' && choose(2) === 0 ? '' : `${indent}effect = "${effect}"\n`;
  const lines = [
    `${indent}sid${choose(2) === 0 ? ' ' : '     '}= "${sid}"\n`,
    effects,
    comment(indent),
    `${indent}${isNot ? 'not_actions' : 'actions'} = ${list(actions, indent, choose)}\n`,
    `${indent}resources = ["\${aws_s3_bucket.b["x"].arn}/$\${aws:username}", "&{aws:x}"]\n`,
  ];
  return `  statement {\n${lines.join('')}  }\n`;
}

/** A list of actions, on one line or over lines, with or without a comma at its end. */
function list(actions: readonly string[], indent: string, choose: Choose): string {
  const items = actions.map((action) => JSON.stringify(action));
  const comma = choose(2) === 0 ? ',' : '';
  switch (choose(4)) {
    case 0:
      return `[${items.join(', ')}${comma}]`;
    case 1:
      return `[ ${items.join(',')} ]`;
    case 2:
      return `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}${comma}\n${indent}]`;
    default:
      return `concat([\n${items.map((item) => `${indent}  ${item}`).join(', # one\n')}${comma} // last\n${indent}])`;
  }
}

function encoded(statements: readonly WrittenStatement[], { choose, comment }: Body): string {
  const isPlain = choose(2) === 0;
  const key = (name: string): string => (isPlain ? `${name} = ` : `"${name}" : `);
  const comma = isPlain ? '' : ',';
  const all = statements.map(({ sid, effect, isNot, actions }) => {
    const [only, another] = actions;
    const isSingle = another === undefined && choose(2) === 0;
    const members = [
      `${key('Sid')}"${sid}"`,
      `${key('Effect')}"${effect}"`,
      `${key(isNot ? 'NotAction' : 'Action')}${isSingle ? JSON.stringify(only) : list(actions, '        ', choose)}`,
      `${key('Resource')}"\${x}"`,
    ];
    return choose(3) === 0 ? `{ ${members.join(', ')} }` : `{\n        ${members.join(`${comma}\n        `)}\n      }`;
  });
  return `jsonencode({\n    ${key('Statement')}[\n${comment('      ')}      ${all.join(',\n      ')}${choose(2) === 0 ? ',' : ''}\n    ]\n  })`;
}

function json(statements: readonly WrittenStatement[], form: 'heredoc' | 'quoted', choose: Choose): string {
  const value = {
    Statement: statements.map(({ sid, effect, isNot, actions }) => ({
      Sid: sid,
      Effect: effect,
      [isNot ? 'NotAction' : 'Action']: actions,
      Resource: '*',
    })),
  };
  const text = JSON.stringify(value, null, [undefined, 2, '\t'][choose(3)]);
  if (form === 'quoted') return JSON.stringify(text);
  const inserted = text.replaceAll('"*"', () => '"${a["b"]}/$${aws:username}"');
  return choose(2) === 0 ? `<<EOF\n${inserted}\nEOF` : `<<-EOF\n${inserted.replaceAll(/^/gm, '    ')}\n  EOF`;
}

/**
 * The actions of each statement by its `sid`, in the order of the text: all strings between the `sid` and the resources
 * that have the form of an action. A reader of words, which knows neither blocks nor lists.
 */
export function actionsBySid(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const plain = text.replaceAll('\\"', '"').replaceAll(/(?:#|\/\/).*|\/\* note .*? \*\//g, '');
  for (const part of plain.split(/sid[^\w]{1,20}(?=sid\d)/i).slice(1)) {
    const [sid = ''] = /^sid\d+/.exec(part) ?? [];
    const [inside = ''] = /^.*?(?=resources?\b)/is.exec(part) ?? [];
    found.set(
      sid,
      Array.from(inside.matchAll(/"([\w*?-]+:[\w*?-]+|\*)"/g), ([, action = '']) => action),
    );
  }
  return found;
}
