import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const requireHere = createRequire(import.meta.url);
const grammarFiles: Readonly<Record<string, string>> = {
  'source.json': requireHere.resolve('tm-grammars/grammars/json.json'),
  'source.json.comments': requireHere.resolve('tm-grammars/grammars/jsonc.json'),
  'iam-actions.injection': 'syntaxes/iam-actions.tmLanguage.json',
};

const grammars = await loadGrammars();

async function loadGrammars(): Promise<Readonly<Record<string, IGrammar>>> {
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
    getInjections: (scope) => (scope.startsWith('source.json') ? ['iam-actions.injection'] : undefined),
  });
  const load = async (scope: string): Promise<IGrammar> => {
    const grammar = await registry.loadGrammar(scope);
    assert.ok(grammar, scope);
    return grammar;
  };
  return { json: await load('source.json'), jsonc: await load('source.json.comments') };
}

/** The tokens of a text that carry one of our scopes, as `text:scope`. */
function actionTokens(language: 'json' | 'jsonc', text: string): string[] {
  return tokens(language, text)
    .filter(({ scopes }) => scopes.at(-1)?.endsWith('.iam'))
    .map(({ text: token, scopes }) => `${token} ${scopes.at(-1)}`);
}

function tokens(language: 'json' | 'jsonc', text: string): { text: string; scopes: string[] }[] {
  let state = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const result = grammars[language]?.tokenizeLine(line, state);
    assert.ok(result);
    state = result.ruleStack;
    return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes,
    }));
  });
}

const service = (text: string): string[] => [
  `${text} entity.name.type.service.iam`,
  ': punctuation.separator.service.iam',
];
const words = (...texts: string[]): string[] => texts.map((text) => `${text} entity.name.function.action.iam`);
const wildcard = (text: string): string => `${text} keyword.operator.wildcard.iam`;

for (const language of ['json', 'jsonc'] as const) {
  suite(`actions in ${language}`, () => {
    test('service prefix, words and wildcard of each action of a list', () => {
      assert.deepEqual(actionTokens(language, '{"Action": ["s3:GetObject*", "ec2:Describe?olumes"]}'), [
        ...service('s3'),
        ...words('Get', 'Object'),
        wildcard('*'),
        ...service('ec2'),
        ...words('Describe'),
        wildcard('?'),
        ...words('olumes'),
      ]);
    });

    test('a single action on the line after its key, and NotAction', () => {
      assert.deepEqual(actionTokens(language, '{"NotAction":\n "rds-db:connect"}'), [
        ...service('rds-db'),
        ...words('connect'),
      ]);
    });

    test('the actions of a whole policy', () => {
      const policy = JSON.stringify(
        {
          Statement: [
            { Effect: 'Allow', Action: ['s3:List*'], Resource: '*' },
            { Effect: 'Deny', Action: 'sqs:*' },
          ],
        },
        null,
        2,
      );
      assert.deepEqual(actionTokens(language, policy), [
        ...service('s3'),
        ...words('List'),
        wildcard('*'),
        ...service('sqs'),
        wildcard('*'),
      ]);
    });

    test('acronyms are words', () => {
      assert.deepEqual(actionTokens(language, '{"Action": "rds:CreateDBInstance"}'), [
        ...service('rds'),
        ...words('Create', 'DB', 'Instance'),
      ]);
      assert.deepEqual(actionTokens(language, '{"Action": "s3:GetBucketCORS"}'), [
        ...service('s3'),
        ...words('Get', 'Bucket', 'CORS'),
      ]);
    });

    test('all actions of all services', () => {
      assert.deepEqual(actionTokens(language, '{"Action": "*"}'), [wildcard('*')]);
    });

    test('what stands around an action keeps its scopes', () => {
      const plain = tokens(language, '{"Action": ["s3:GetObject"], "Resource": "s3:GetObject", "Sid": "x"}');
      const scopesOf = (text: string): string[] =>
        plain.filter((token) => token.text === text).map(({ scopes }) => scopes.at(-1) ?? '');
      const suffix = language === 'json' ? 'json' : 'json.comments';
      assert.deepEqual(scopesOf('Action'), ['support.type.property-name.json']);
      assert.deepEqual(scopesOf('s3:GetObject'), [`string.quoted.double.${suffix}`]);
      assert.deepEqual(scopesOf('Resource'), [`support.type.property-name.${suffix}`]);
      assert.deepEqual(
        plain.filter(({ scopes }) => scopes.some((scope) => scope.startsWith('invalid'))),
        [],
      );
    });

    test('a member Action that holds no actions is left to JSON', () => {
      assert.deepEqual(actionTokens(language, '{"Action": {"Name": "deploy:now please"}, "b": 1}'), []);
      assert.deepEqual(actionTokens(language, '{"Action": "save the file", "b": [1]}'), []);
    });
  });
}

test('comments between actions stay comments', () => {
  const found = tokens('jsonc', '{"Action": [\n // s3:GetObject is needed\n "s3:PutObject"\n]}').filter(({ text }) =>
    text.includes('needed'),
  );
  assert.ok(found.length > 0 && found.every(({ scopes }) => scopes.some((scope) => scope.startsWith('comment'))));
});
