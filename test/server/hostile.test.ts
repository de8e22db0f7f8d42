/**
 * Whatever is written into files and their names, into findings, configurations and settings: what the editor shows of
 * it is text.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeAction, CodeLens, DocumentLink, InlayHint, WorkspaceEdit } from 'vscode-languageserver/node';
import { asPlainText, visible as visibleInClient } from '../../client/src/plainText.ts';
import { visible } from '../../core/src/text/index.ts';
import {
  chooseFindingRequest,
  findingChoicesRequest,
  findingPlacesRequest,
  keepRequest,
  previewRequest,
  refineFileRequest,
  stopKeepingRequest,
  reviewRequest,
  reviewedTextRequest,
  tickedEditsRequest,
  type ReviewResult,
  prefixTreeRequest,
  unusedAccessRequest,
} from '../../protocol/src/index.ts';
import { canonical } from '../../platform/src/fileUris.ts';
import { hostileTexts, isHarmless } from '../support/hostile.ts';
import type { Client } from './client.ts';
import { finding, roleArn, withClient } from './support.ts';

const json = JSON.stringify;
const statement = (...actions: readonly string[]): object => ({ Effect: 'Allow', Action: actions, Resource: '*' });

/** The URI of a file of the workspace, whatever it is called. */
const uriIn = (file: string): string => canonical(pathToFileURL(`/w/${file}`).href);

/** What is no text for people: addresses, what stands in documents, and what comes back to the server. */
const dataKeys: ReadonlySet<string> = new Set([
  'uri',
  'data',
  'arguments',
  'newText',
  'filterText',
  'refined',
  'recommended',
  'edit',
  'target',
  'href',
  'id',
]);

/** The texts for people in a value, and where. */
function textsIn(value: unknown, at: string): (readonly [at: string, text: string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (dataKeys.has(key) ? [] : textsIn(part, `${at}.${key}`)));
}

interface Hostile {
  readonly files: Readonly<Record<string, string>>;
  /** Those that are opened, and what they hold. */
  readonly documents: Readonly<Record<string, string>>;
}

function filesWith(text: string): Hostile {
  const name = text.replaceAll(/[/\0]/g, '');
  const documents = {
    [uriIn(`A/${name}.json`)]: json({
      Id: text,
      Statement: [{ Sid: text, ...statement('sqs:SendMessage', 'sqs:Send*', 'sqs:Purge*', `sqs:${text}`, text) }],
    }),
    [uriIn(`A/${name} odd.json`)]: json({
      Statement: [
        { ...statement('sqs:*'), Effect: text },
        { ...statement('sqs:*'), [text]: text },
      ],
    }),
    [uriIn(`A/B/${name}.json`)]: json({ Statement: [statement('sqs:SendMessage')] }),
    [uriIn('below/p.json')]: json({ Statement: [statement('sqs:SendMessage')] }),
    [uriIn(`${name}.json`)]: json({
      Resources: {
        [text]: {
          Type: 'AWS::IAM::Role',
          Properties: { RoleName: text, Policies: [{ PolicyDocument: { Statement: [statement('sqs:*')] } }] },
        },
      },
    }),
  };
  const files = {
    ...documents,
    [uriIn(`${name} a.finding.json`)]: finding('A', ['SendMessage'], { id: text }),
    [uriIn(`${name} b.finding.json`)]: finding('B', ['SendMessage'], { id: text }),
    [uriIn('c.finding.json')]: json([
      JSON.parse(finding('C', ['SendMessage'], { status: text })),
      JSON.parse(finding('C', [text], { id: `c${text}` })),
    ]),
    [uriIn('d.finding.json')]: json({
      findings: [{ ...(JSON.parse(finding('D', [])) as object), findingDetails: undefined, id: text }],
    }),
    [uriIn(`${name}.finding.json`)]: `{"resource": "${roleArn('E')}", ${json(text)} 1}`,
    [uriIn('.iam-refine.json')]: json({
      keep: [
        { actions: ['sqs:PurgeQueue'], reason: text },
        { actions: ['sqs:Nothing*'], reason: text, until: '2020-01-01' },
      ],
    }),
    [uriIn('below/.iam-refine.json')]: json({ [text]: text }),
    [uriIn(`${name}.yaml`)]: 'Statement:\n  - Effect: Allow\n    Action: sqs:*\n    Resource: "*"\n',
    [uriIn(`catalogue ${name}.json`)]: json({ sqs: ['SendMessage', 'PurgeQueue', 'ReceiveMessage'] }),
  };
  return { files, documents };
}

/** Everything that is shown of the documents, whoever asks for it. */
async function shownIn(
  client: Client,
  documents: Hostile['documents'],
): Promise<(readonly [at: string, text: string])[]> {
  const shown: unknown[] = [];
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    const answer: unknown = await client.connection.sendRequest(method, params);
    shown.push({ [method]: answer });
    return answer;
  };
  for (const [uri, text] of Object.entries(documents)) {
    shown.push(await client.open(uri, text));
    const textDocument = { uri };
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: text.length } };
    const actions = (await ask('textDocument/codeAction', {
      textDocument,
      range,
      context: { diagnostics: client.diagnostics.get(uri) ?? [] },
    })) as CodeAction[];
    for (const action of actions)
      if (action.data !== undefined)
        await ask('codeAction/resolve', action).catch((error: unknown) => shown.push(String(error)));
    for (let at = 0; at < text.length; at += 7) {
      const position = { line: 0, character: at };
      await ask('textDocument/hover', { textDocument, position });
      await ask(prefixTreeRequest, { uri, position });
    }
    await ask('textDocument/completion', { textDocument, position: { line: 0, character: text.indexOf('sqs:') + 4 } });
    for (const method of ['textDocument/codeLens', 'textDocument/documentLink'])
      (await ask(method, { textDocument })) as CodeLens[] | DocumentLink[];
    (await ask('textDocument/inlayHint', { textDocument, range })) as InlayHint[];
    for (const method of [previewRequest, findingChoicesRequest, findingPlacesRequest]) await ask(method, { uri });
  }
  await ask(unusedAccessRequest, {});
  const [first = '', , second = ''] = Object.keys(documents);
  await ask(chooseFindingRequest, { uri: second, principals: [roleArn('A')] });
  await ask(keepRequest, { uri: first, actions: ['sqs:SendMessage'], reason: 'because' });
  await ask(stopKeepingRequest, { uri: first, actions: ['sqs:PurgeQueue', second] });
  const review = (await ask(reviewRequest, {})) as ReviewResult;
  assert.ok(review.kind === 'review');
  const ticked = review.files.map(({ uri, mark, policies }) => ({
    uri,
    mark,
    policies: policies.map((one) => one.policy),
  }));
  for (const one of ticked) await ask(reviewedTextRequest, { ...one, shown: 0 });
  await ask(tickedEditsRequest, { files: ticked });
  await ask(refineFileRequest, { uri: first });
  return [
    ...shown.flatMap((value, i) => textsIn(value, String(i))),
    ...[...client.diagnostics.values()].flatMap((list) => textsIn(list, 'diagnostics')),
    ...client.progress.map((text) => ['progress', text] as const),
    ...client.log.flatMap((message) => message.split('\n')).map((text) => ['log', text] as const),
  ];
}

suite('what the editor shows', () => {
  for (const text of hostileTexts)
    test(json(text), async () => {
      const { files, documents } = filesWith(text);
      const annotations: string[] = [];
      const settings = {
        catalogue: `catalogue ${text.replaceAll(/[/\0]/g, '')}.json`,
        findings: ['*.finding.json', `../${text}`],
        severity: { [text]: text },
        inlayHints: true,
        codeLens: 'statements',
      };
      await withClient({ files, settings, locale: 'en' }, async (client) => {
        client.connection.onRequest(
          'workspace/applyEdit',
          ({ label, edit }: { label?: string; edit: WorkspaceEdit }) => {
            annotations.push(label ?? '', ...Object.values(edit.changeAnnotations ?? {}).map((one) => one.label));
            return { applied: false };
          },
        );
        const shown = [...(await shownIn(client, documents)), ...annotations.map((label) => ['edit', label] as const)];
        assert.ok(shown.length > 100, String(shown.length));
        const titles = shown.filter(([at]) => at === 'progress' || /codeLens.*title$/.test(at));
        assert.ok(titles.length > 2, String(titles.length));
        assert.deepEqual(
          titles.filter(([, title]) => title.includes('$(')),
          [],
        );
        // A hover has paragraphs; the start of a line commands nothing there.
        const lines = shown.flatMap(([at, one]) =>
          one
            .split(at.includes('hover') || at.includes('documentation') ? '\n' : '\0')
            .map((line) => [at, line] as const),
        );
        assert.deepEqual(
          lines.filter(([, line]) => !isHarmless(line.replace(/^\s*::|##(?=\w*\[)/g, ''))),
          [],
        );
      });
    });
});

test('the client shows its own texts as the engine does', () => {
  for (let code = 0; code <= 0x1_ffff; code++) {
    const char = String.fromCodePoint(code);
    if (visibleInClient(char) !== visible(char)) assert.equal(visibleInClient(char), visible(char), code.toString(16));
  }
  for (const text of hostileTexts) assert.ok(isHarmless(asPlainText(text).replace(/^::|##(?=\w*\[)/g, '')), text);
});
