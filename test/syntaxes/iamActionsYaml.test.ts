/** Actions in YAML are coloured, and nothing else is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const requireHere = createRequire(import.meta.url);
const grammarFiles: Readonly<Record<string, string>> = {
  'source.yaml': requireHere.resolve('tm-grammars/grammars/yaml.json'),
  'iam-actions.injection.yaml': 'syntaxes/iam-actions-yaml.tmLanguage.json',
};

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
  getInjections: (scope) => (scope === 'source.yaml' ? ['iam-actions.injection.yaml'] : undefined),
});
const grammar = await registry.loadGrammar('source.yaml');

interface Token {
  readonly text: string;
  readonly scope: string;
}

function tokens(text: string): Token[] {
  assert.ok(grammar !== null);
  let state = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scope: scopes.at(-1) ?? '',
    }));
  });
}

const kinds: Readonly<Record<string, string>> = {
  'entity.name.type.service.iam': 'service',
  'punctuation.separator.service.iam': '',
  'entity.name.function.action.iam': 'word',
  'keyword.operator.wildcard.iam': 'wildcard',
};

/** The parts of the actions that are coloured, in words. */
function coloured(text: string): string[] {
  return tokens(text).flatMap(({ text: part, scope }) => {
    const kind = kinds[scope];
    return kind === undefined || kind === '' ? [] : [`${kind} ${part}`];
  });
}

const s3Get = ['service s3', 'word Get', 'word Object', 'wildcard *'];

suite('actions in YAML', () => {
  for (const [what, text, found] of [
    ['a block list', 'Action:\n  - s3:GetObject* # c\n  - x:y', [...s3Get, 'service x', 'word y']],
    ['a block list at the column of its key', '- Effect: Allow\n  NotAction:\n  - s3:GetObject*', s3Get],
    ['in quotes', 'Action:\n  - \'s3:GetObject*\'\n  - "s3:GetObject*"', [...s3Get, ...s3Get]],
    ['a single one', '- Action: s3:GetObject*', s3Get],
    ['a single one in quotes, with a key in quotes', '"Action": "s3:GetObject*"', s3Get],
    ['all actions', "Action: '*'", ['wildcard *']],
    ['a list in brackets', "Action: [s3:GetObject*, 's3:GetObject*']", [...s3Get, ...s3Get]],
    [
      'a list in brackets on several lines',
      'Action: [\n    s3:GetObject*, # x\n    "s3:GetObject*"\n  ]',
      [...s3Get, ...s3Get],
    ],
    ['a statement in braces', "- {Effect: Allow, Action: s3:GetObject*, Resource: 's3:GetObject'}", s3Get],
    ['with comments and empty lines between', 'Action:\n  # s3:PutObject\n\n  - s3:GetObject*', s3Get],
    ['other keys', 'Resource:\n  - s3:GetObject\nimage: nginx:Latest', []],
    ['the next key', 'Action: s3:GetObject*\nResource: s3:GetObject', s3Get],
    ['an Action that is none', 'Action: save the file\nother: x:Y', []],
  ] as const)
    test(what, () => assert.deepEqual(coloured(text), found));

  test('keys, comments and other values keep their scopes', () => {
    const scopeOf = (text: string): string | undefined =>
      tokens('- Effect: Deny\n  Action: # why\n  - s3:Get*\n  Resource: "x"').find((token) => token.text === text)
        ?.scope;
    assert.deepEqual(['Action', ' why', 'x', 'esource'].map(scopeOf), [
      'entity.name.tag.yaml',
      'comment.line.number-sign.yaml',
      'string.quoted.double.yaml',
      'entity.name.tag.yaml',
    ]);
  });
});
