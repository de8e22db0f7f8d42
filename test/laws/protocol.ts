/**
 * Laws about the server: after any edits it reports what a newly started one would, and its offers apply to the current
 * text.
 */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readDocument } from '../../core/src/index.ts';
import { FileChangeType, type Diagnostic } from 'vscode-languageserver/node';
import { startClient, uriOf, type Client } from '../server/client.ts';
import { finding, policy } from '../server/support.ts';
import { law, type Law } from './law.ts';

/** One step of a user. */
type Step =
  /** `at` is a place in the text, from 0 to 1. */
  | { readonly kind: 'type'; readonly at: number; readonly remove: number; readonly insert: string }
  | { readonly kind: 'fix'; readonly which: number }
  | { readonly kind: 'look'; readonly at: number }
  | { readonly kind: 'finding'; readonly actions: readonly string[] }
  | { readonly kind: 'keep'; readonly actions: readonly string[] };

const names = ['SendMessage', 'ReceiveMessage', 'ListQueues', 'ListQueueTags', 'DeleteMessage'];
const piece = fc.constantFrom(
  '',
  '"',
  ',',
  ' ',
  '\n',
  '"sqs:ListQueues",',
  '"sqs:*",',
  '"sqs:Delete*"',
  '"s3:Get*",',
  '*',
  '[',
  '}',
  '// x\n',
  'e',
  '💥',
  '\uD800',
  '\r',
);
/** From 0 to 1, evenly distributed. Nine in ten numbers of `fc.double` are close to 0. */
const place = fc.nat({ max: 10_000 }).map((part) => part / 10_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      at: place,
      remove: fc.nat({ max: 2 }),
      insert: piece,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fix' as const), which: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('finding' as const), actions: fc.subarray(names) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('keep' as const), actions: fc.subarray(names) }) },
);

const file = 'A.json';
const findingFile = 'A.finding.json';
const configFile = '.iam-refine.json';
const plain = (list: readonly Diagnostic[] | undefined): unknown => list ?? [];

async function isAsFresh(client: Client, text: string): Promise<void> {
  const fresh = await startClient({ files: Object.fromEntries(client.files) });
  try {
    await fresh.open(file, text);
    assert.deepEqual(plain(client.diagnostics.get(uriOf(file))), plain(fresh.diagnostics.get(uriOf(file))), text);
  } finally {
    await fresh.stop();
  }
}

/** The state of a run: the text, and whether a finding applies to it. */
interface Now {
  readonly text: string;
  readonly isSpokenFor: boolean;
}

async function changed(client: Client, text: string): Promise<Now> {
  const { finding: spoken } = await client.change(file, text);
  return { text, isSpokenFor: spoken !== undefined };
}

async function take(client: Client, now: Now, done: Step): Promise<Now> {
  const { text } = now;
  switch (done.kind) {
    case 'type': {
      const at = Math.floor(done.at * text.length);
      const { finding: spoken } = await client.replace(
        file,
        { offset: at, length: Math.min(done.remove, text.length - at) },
        done.insert,
      );
      return { text: client.textOf(file), isSpokenFor: spoken !== undefined };
    }
    case 'fix': {
      const texts = await offered(client);
      const fixed = texts[done.which];
      return fixed === undefined ? now : changed(client, fixed);
    }
    case 'look': {
      const at = Math.floor(done.at * text.length);
      await client.hover(file, text.slice(at, at + 5));
      return now;
    }
    case 'finding':
      return written(client, now, findingFile, finding('A', done.actions.length === 0 ? null : done.actions));
    case 'keep': {
      const actions = done.actions.map((name) => `sqs:${name}`);
      return written(client, now, configFile, JSON.stringify({ keep: [{ actions, reason: 'asked for' }] }));
    }
  }
}

/**
 * The result of each code action that changes the document. Each must apply to the text and leave valid JSON. One that
 * stops keeping an action changes the configuration.
 */
async function offered(client: Client): Promise<string[]> {
  const texts: string[] = [];
  for (const action of await client.actionsIn(file)) {
    if (action.disabled !== undefined) continue;
    const { edit } = await client.resolved(action);
    const [change] = edit?.documentChanges ?? [];
    const isOfDocument = change !== undefined && 'edits' in change && change.textDocument.uri === uriOf(file);
    if (isOfDocument) texts.push(client.applied(edit));
  }
  for (const text of texts) assert.deepEqual(readDocument(text).errors, [], client.textOf(file));
  return texts;
}

/**
 * Changes a file on disk, and waits until the server has noticed. The notification comes only if the finding applies to
 * the document, because only then is it analysed again.
 */
async function written(client: Client, now: Now, name: string, text: string): Promise<Now> {
  if (!now.isSpokenFor || client.files.get(uriOf(name)) === text) return now;
  client.files.set(uriOf(name), text);
  const { finding: spoken } = await client.report([{ uri: uriOf(name), type: FileChangeType.Changed }], file);
  return { text: now.text, isSpokenFor: spoken !== undefined };
}

export const protocolLaws: readonly Law[] = [
  law(
    'after any edits, fixes and changed findings, the diagnostics are those of a fresh server',
    fc.array(step, { minLength: 1, maxLength: 8 }),
    async (steps) => {
      const client = await startClient({ files: { [findingFile]: finding('A', ['SendMessage', 'ListQueues']) } });
      try {
        const { finding: spoken } = await client.open(file, policy);
        let now: Now = { text: policy, isSpokenFor: spoken !== undefined };
        for (const next of steps) {
          now = await take(client, now, next);
          await isAsFresh(client, now.text);
        }
      } finally {
        await client.stop();
      }
    },
    15,
  ),
];
