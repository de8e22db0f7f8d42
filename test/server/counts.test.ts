/** Lens, status, hover, hint, problem, view, preview, review and the message after refining give the same counts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { CodeLens, InlayHint } from 'vscode-languageserver/node';
import {
  previewRequest,
  refineFileRequest,
  reviewRequest,
  unusedAccessRequest,
  type PreviewResult,
  type RefineFileResult,
  type ReviewResult,
  type UnusedAccess,
} from '../../protocol/src/index.ts';
import { uriOf, type Client, type Options } from './client.ts';
import { finding, inWords, roleArn, withClient } from './support.ts';

const statement = (...actions: readonly string[]): object => ({ Effect: 'Allow', Action: actions, Resource: '*' });
const policyWith = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });

const unused = { 'A.finding.json': finding('A', ['SendMessage', 'ListQueues', 'DeleteQueue', 'CreateQueue']) };

/** `2 of 6`, wherever a text gives such counts. */
const ratioIn = (text: string | undefined): string | undefined =>
  /(\d[\d,]*) (?:of|von) (\d[\d,]*)/
    .exec(text ?? '')
    ?.slice(1)
    .join(' of ');

/** The counts of the whole policy that each place gives. */
async function countsOfPolicy(client: Client, text: string): Promise<Readonly<Record<string, string | undefined>>> {
  const uri = uriOf('A.json');
  const { status } = await client.open('A.json', text);
  const [lens] = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const preview = await client.connection.sendRequest<PreviewResult>(previewRequest, { uri });
  const view = await client.connection.sendRequest<UnusedAccess>(unusedAccessRequest, {});
  const review = await client.connection.sendRequest<ReviewResult>(reviewRequest, {});
  const refined = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, { uri });
  const ofRefinement = ({ removed, kept }: { readonly removed: number; readonly kept: number }): string =>
    `${removed} of ${removed + kept}`;
  return {
    lens: ratioIn(lens?.command?.title),
    status: ratioIn(status?.detail),
    preview: preview.kind === 'preview' ? ofRefinement(preview) : preview.reason,
    review:
      review.kind === 'review'
        ? review.files
            .flatMap(({ policies }) => policies)
            .map(ofRefinement)
            .join()
        : review.kind,
    message: refined.kind === 'refined' ? ofRefinement(refined) : refined.kind,
    view: String(view.policies.flatMap(({ services }) => services.flatMap(({ actions }) => actions)).length),
  };
}

/** The counts of each partly unused wildcard: in its problem, hover and hint. */
async function countsOfWildcards(client: Client, text: string): Promise<readonly (readonly (string | undefined)[])[]> {
  await client.open('A.json', text);
  const found: (readonly (string | undefined)[])[] = [];
  const uri = uriOf('A.json');
  const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri },
    range,
  });
  const problems = (client.diagnostics.get(uri) ?? []).filter(({ code }) => code === 'wildcard.partly-unused');
  for (const problem of problems) {
    const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position: problem.range.start,
    });
    const hint = hints.find(
      ({ position }) => position.line === problem.range.end.line && position.character === problem.range.end.character,
    );
    found.push([
      ratioIn(inWords([problem])[0]),
      ratioIn(hover.contents.value),
      ratioIn(typeof hint?.label === 'string' ? hint.label : undefined),
    ]);
  }
  return found;
}

const documents: readonly (readonly [title: string, files: Options['files'], text: string])[] = [
  ['plain actions and wildcards', unused, policyWith(statement('sqs:SendMessage', 'sqs:List*', 'sqs:Receive*'))],
  ['entries that overlap', unused, policyWith(statement('sqs:List*', 'sqs:*Queues', 'sqs:SendMessage', 'sqs:Send*'))],
  ['statements that overlap', unused, policyWith(statement('sqs:List*', 'sqs:SendMessage'), statement('sqs:*'))],
  ['a Deny beside', unused, policyWith(statement('sqs:List*'), { ...statement('sqs:ListQueues'), Effect: 'Deny' })],
  [
    'a keep rule',
    {
      ...unused,
      '.iam-refine.json': JSON.stringify({
        keep: [{ actions: ['sqs:Send*'], principals: [roleArn('A')], reason: 'r' }],
      }),
    },
    policyWith(statement('sqs:SendMessage', 'sqs:*')),
  ],
  [
    'a shared policy',
    {
      ...unused,
      'B.finding.json': finding('B', ['SendMessage']),
      '.iam-refine.json': JSON.stringify({ policies: [{ files: 'A.json', attachedTo: [roleArn('A'), roleArn('B')] }] }),
    },
    policyWith(statement('sqs:SendMessage', 'sqs:List*')),
  ],
  ['a whole service', { 'A.finding.json': finding('A', null) }, policyWith(statement('sqs:*'), statement('s3:Get*'))],
  [
    'the example',
    { 'A.finding.json': readFileSync('examples/findings/MyRole.finding.json', 'utf8').replaceAll('MyRole', 'A') },
    readFileSync('examples/MyRole.json', 'utf8'),
  ],
];

suite('the counts of a policy are the same everywhere', () => {
  for (const [title, files, text] of documents)
    test(title, () =>
      withClient(
        {
          files: { ...files, 'A.json': text },
          clientOptions: { clientCommands: true },
          settings: { inlayHints: true },
        },
        async (client) => {
          const { lens, view, ...others } = await countsOfPolicy(client, text);
          assert.deepEqual(
            { ...others, view },
            { status: lens, preview: lens, review: lens, message: lens, view: lens?.split(' of ')[0] },
          );
        },
      ),
    );
});

suite('the counts of a wildcard are the same everywhere', () => {
  for (const [title, files, text] of documents)
    test(title, () =>
      withClient(
        {
          files: { ...files, 'A.json': text },
          clientOptions: { clientCommands: true },
          settings: { inlayHints: true },
        },
        async (client) => {
          for (const [problem, hover, hint] of await countsOfWildcards(client, text))
            assert.deepEqual([hover, hint], [problem, problem]);
        },
      ),
    );
});
