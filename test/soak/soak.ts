/**
 * Uses the built server as a person would, for as long as is asked: `npm run soak -- --minutes N [--seed S] [--pause
 * MS]`. Prints a row a minute: memory after a collection of garbage, how long an edit takes to be answered, what was
 * logged. Ends at the first thing that is not as it should be.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FileChangeType } from 'vscode-languageserver/node';
import { readDocument } from '../../core/src/index.ts';
import { refineFileRequest, type RefineFileResult } from '../../protocol/src/index.ts';
import { startClient, type Client } from '../server/client.ts';
import { startServerProcess, type ServerProcess } from '../server/process.ts';
import { createRandom, createWorkspace, type RandomSource, type Workspace } from './workspace.ts';

/** Between the answer to a keystroke and the next one, in milliseconds, where nothing else is asked for. */
const usualPause = 60;

interface Counts {
  edits: number;
  fixes: number;
  findings: number;
  refined: number;
  undone: number;
}

interface Run {
  readonly client: Client;
  readonly workspace: Workspace;
  readonly random: RandomSource;
  readonly counts: Counts;
  /** How long each edit since the last row took to be answered, the server's pause of 50 ms included. */
  readonly latencies: number[];
  readonly pauseMs: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, pause: { type: 'string' } },
  });
  const minutes = Number(values.minutes ?? 120);
  if (!(minutes > 0)) throw new Error('usage: npm run soak -- --minutes N [--seed S] [--pause MS]');
  const random = createRandom(Number(values.seed ?? 1));
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-soak-'));
  const workspace = createWorkspace(folder, random);
  const server = startServerProcess();
  const client = await startClient({ server, folders: [pathToFileURL(folder).href] });
  const run: Run = {
    client,
    workspace,
    random,
    counts: { edits: 0, fixes: 0, findings: 0, refined: 0, undone: 0 },
    latencies: [],
    pauseMs: Number(values.pause ?? usualPause),
  };
  try {
    await use(run, server, minutes);
    await client.stop();
  } finally {
    server.child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function use(run: Run, server: ServerProcess, minutes: number): Promise<void> {
  console.log(
    'minute  edits  fixes  findings  refined  undone  heap MB  RSS MB  files  edit ms (median, 99 %)  log lines  log KB',
  );
  const start = performance.now();
  let nextRow = 1;
  for (let session = 1; performance.now() - start < minutes * 60_000; session++) {
    await editOneDocument(run);
    if (session % 3 === 0) await changeFindings(run);
    if (session % 10 === 0) await refineAllAndUndo(run);
    if ((performance.now() - start) / 60_000 < nextRow) continue;
    await printRow(nextRow, run, server);
    nextRow = Math.floor((performance.now() - start) / 60_000) + 1;
  }
}

/** Opens a policy, types, takes a fix, takes everything back, and closes it. What was said at first is said again. */
async function editOneDocument(run: Run): Promise<void> {
  const { client, workspace, random, counts } = run;
  const uri = random.pick(workspace.policies);
  const text = workspace.textOf(uri);
  await client.open(uri, text);
  const first = client.diagnostics.get(uri) ?? [];
  await client.hover(uri, random.pick(['"s3:', '"ec2:', '"Action"', '"Version"']));
  await typeAnAction(run, uri, text);
  await edit(run, uri, text);
  counts.undone++;
  assert.deepEqual(client.diagnostics.get(uri) ?? [], first, `${uri}: after everything was taken back`);
  if (first.length > 0 && (await takeAFix(run, uri, text, random.pick(first).range.start.line))) {
    await edit(run, uri, text);
    counts.undone++;
    assert.deepEqual(client.diagnostics.get(uri) ?? [], first, `${uri}: after a fix was taken back`);
  }
  await client.close(uri);
}

async function typeAnAction(run: Run, uri: string, text: string): Promise<void> {
  const { random } = run;
  const at = text.indexOf('[', text.indexOf('"Action"')) + 1;
  assert.ok(at > 0, uri);
  const typed = `"${random.pick(['s3', 'ec2', 'dynamodb', 'nosuch'])}:${random.pick(['Get', 'List', 'Describe'])}${random.word()}*",`;
  for (let length = 1; length <= typed.length; length++)
    await edit(run, uri, text.slice(0, at) + typed.slice(0, length) + text.slice(at));
}

async function takeAFix({ client, counts }: Run, uri: string, text: string, line: number): Promise<boolean> {
  const written = text.split('\n')[line]?.trim() ?? '';
  const actions = await client.actions(uri, written);
  const chosen = actions.find(({ data }) => data !== undefined);
  if (chosen === undefined) return false;
  const fixed = await client.chosen(chosen);
  assert.deepEqual(readDocument(fixed).errors, [], `${uri}: ${chosen.title}`);
  await client.change(uri, fixed);
  counts.fixes++;
  return true;
}

async function edit({ client, counts, latencies, pauseMs }: Run, uri: string, text: string): Promise<void> {
  await pause(pauseMs);
  const start = performance.now();
  await client.change(uri, text);
  latencies.push(performance.now() - start);
  counts.edits++;
}

/**
 * A findings file is replaced, as a tool that fetches findings does, while the policy it speaks for is open; and put
 * back.
 */
async function changeFindings({ client, workspace, random, counts }: Run): Promise<void> {
  const file = random.pick(workspace.findings);
  const policy = workspace.policyOf(file);
  const before = workspace.textOf(file);
  await client.open(policy, workspace.textOf(policy));
  const first = client.diagnostics.get(policy);
  for (const text of [workspace.otherFindings(file), '[{"serviceNa', before]) {
    workspace.replace(file, text);
    await client.report([{ uri: file, type: FileChangeType.Changed }], policy);
    counts.findings++;
  }
  assert.deepEqual(client.diagnostics.get(policy), first, `${policy}: after its findings came back`);
  await client.close(policy);
}

/** Every policy is opened and refined; then all of that is taken back. */
async function refineAllAndUndo(run: Run): Promise<void> {
  const { client, workspace, counts } = run;
  const first = new Map<string, unknown>();
  for (const uri of workspace.policies) {
    await client.open(uri, workspace.textOf(uri));
    first.set(uri, client.diagnostics.get(uri));
    const refined = client.next(uri, 2);
    const result = await client.connection.sendRequest<RefineFileResult>(refineFileRequest, { uri });
    assert.equal(result.kind, 'refined', `${uri}: ${JSON.stringify(result)}`);
    await refined;
    counts.refined++;
  }
  for (const uri of workspace.policies) {
    await client.change(uri, workspace.textOf(uri));
    assert.deepEqual(client.diagnostics.get(uri), first.get(uri), `${uri}: after refining was taken back`);
    await client.close(uri);
    counts.undone++;
  }
}

async function printRow(minute: number, { client, counts, latencies }: Run, server: ServerProcess): Promise<void> {
  const { heap, resident } = await server.memory();
  const sorted = latencies.splice(0).toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(0);
  const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  const files = readdirSync(`/proc/${server.child.pid}/fd`).length;
  const { edits, fixes, findings, refined, undone } = counts;
  const logged = client.log.reduce((sum, line) => sum + line.length, 0) / 1024;
  const row = [minute, edits, fixes, findings, refined, undone, megabytes(heap), megabytes(resident), files];
  console.log([...row, `${at(0.5)}, ${at(0.99)}`, client.log.length, logged.toFixed(0)].join('\t'));
}

await main();
