import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { copyExamples } from '../scripts/examples.ts';
import { analysedNotification, type AnalysedParams } from '../protocol/src/index.ts';

/** The memory of the built server, in MB: after the first analysis, and after `edits` edits that are each analysed. */
export async function serverMemory(text: string, edits: number): Promise<{ readonly before: number; readonly after: number }> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  copyExamples(workspace);
  const server = spawn(process.execPath, ['dist/server.cjs', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const waiting = new Map<number, () => void>();
  connection.onNotification(analysedNotification, ({ version }: AnalysedParams) => waiting.get(version)?.());
  connection.listen();
  const folder = pathToFileURL(workspace).href;
  const uri = `${folder}/MyRole.json`;
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: folder, name: 'w' }],
  });
  await connection.sendNotification('initialized', {});
  const analysed = (version: number): Promise<void> => new Promise((resolve) => waiting.set(version, resolve));
  try {
    const opened = analysed(1);
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text } });
    await opened;
    const before = residentMegabytes(server.pid);
    for (let version = 2; version <= edits + 1; version++) {
      const done = analysed(version);
      // Each edit makes an action string that was not there before, as typing does.
      const changed = text.replace('lambda:AddPermission', `lambda:AddPermission${version}`);
      await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text: changed }] });
      await done;
    }
    return { before, after: residentMegabytes(server.pid) };
  } finally {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    connection.dispose();
    rmSync(workspace, { recursive: true, force: true });
  }
}

function residentMegabytes(pid: number | undefined): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) / 1024;
}
