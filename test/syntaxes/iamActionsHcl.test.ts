/** The colours of actions in HCL, and of what stands around them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const requireHere = createRequire(import.meta.url);
const injected = 'iam-actions.injection.hcl';
const grammarFiles: Readonly<Record<string, string>> = {
  'source.hcl.terraform': requireHere.resolve('tm-grammars/grammars/terraform.json'),
  'source.hcl': requireHere.resolve('tm-grammars/grammars/hcl.json'),
  [injected]: 'syntaxes/iam-actions-hcl.tmLanguage.json',
};

const grammar = await loadGrammar(true);
const alone = await loadGrammar(false);

async function loadGrammar(isInjected: boolean): Promise<IGrammar> {
  await oniguruma.loadWASM(readFileSync(requireHere.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = grammarFiles[scope];
      return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
    getInjections: (scope) => (isInjected && scope.startsWith('source.hcl') ? [injected] : undefined),
  });
  const loaded = await registry.loadGrammar('source.hcl.terraform');
  assert.ok(loaded);
  return loaded;
}

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

function tokens(text: string, by: IGrammar = grammar): Token[] {
  let state = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = by.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes,
    }));
  });
}

/** The tokens with one of our scopes, as `text:scope`. */
function actionTokens(text: string): string[] {
  return tokens(text)
    .filter(({ scopes }) => scopes.at(-1)?.endsWith('.iam'))
    .map(({ text: token, scopes }) => `${token} ${scopes.at(-1)}`);
}

const service = (text: string): string[] => [
  `${text} entity.name.type.service.iam`,
  ': punctuation.separator.service.iam',
];
const words = (...texts: string[]): string[] => texts.map((text) => `${text} entity.name.function.action.iam`);
const wildcard = (text: string): string => `${text} keyword.operator.wildcard.iam`;

suite('actions in HCL', () => {
  test('of a policy document, over lines, with a comment', () =>
    assert.deepEqual(
      actionTokens(
        'data "aws_iam_policy_document" "d" {\n  statement {\n    actions = [\n      "s3:GetObject*", # "s3:No"\n      "${var.x}:Get",\n      "sqs:*",\n    ]\n    resources = ["s3:GetObject"]\n  }\n}',
      ),
      [...service('s3'), ...words('Get', 'Object'), wildcard('*'), ...service('sqs'), wildcard('*')],
    ));

  test('of jsonencode, with a single string', () =>
    assert.deepEqual(
      actionTokens(
        'resource "aws_iam_policy" "p" {\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = "rds:CreateDBInstance", Resource = "s3:No" }, { "NotAction" : ["iam:*"] }]\n  })\n}',
      ),
      [...service('rds'), ...words('Create', 'DB', 'Instance'), ...service('iam'), wildcard('*')],
    ));

  test('of JSON in a heredoc', () =>
    assert.deepEqual(
      actionTokens(
        'x = <<EOF\n{"Statement": [{"Action": ["s3:GetObject"], "Resource": "${aws_s3_bucket.b.arn}"}]}\nEOF\n',
      ),
      [...service('s3'), ...words('Get', 'Object')],
    ));

  test('and nothing else has other colours than without them', () => {
    const text =
      'resource "a" "b" {\n  policy = jsonencode({ Action = ["s3:GetObject"], Resource = "${x}" })\n  other  = [1, "a"] // s\n}\nmodule "m" {\n  Action = local.actions\n}\n';
    const plain = (found: readonly Token[]): readonly string[] =>
      found
        .filter(({ text: token }) => /Resource|other|module|local|policy|jsonencode|\bs\b|a"/.test(token))
        .map(({ text: token, scopes }) => `${token} ${scopes.at(-1)}`);
    assert.deepEqual(plain(tokens(text)), plain(tokens(text, alone)));
  });
});
