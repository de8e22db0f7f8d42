/** Measures a workspace with a thousand policies: opening it, looking through all of it, and refining it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  reviewRequest,
  tickedEditsRequest,
  unusedAccessRequest,
  type ReviewResult,
  type TickedEditsResult,
  type TickedFile,
  type UnusedAccess,
} from '../protocol/src/index.ts';
import { accountDump } from './accountDump.ts';
import { catalogue } from './documents.ts';
import { compare, ms, type Figure, type Work } from './measure.ts';
import { startServer, type Server } from './serverProcess.ts';

/** A folder with policies, each in a folder named after its role, and the findings of all roles in one file. */
interface MadeWorkspace {
  readonly folder: string;
  /** Paths in the folder. */
  readonly policies: readonly string[];
  readonly findings: string;
  /** Millions of characters of the findings. */
  readonly size: number;
}

interface Role {
  readonly RoleName: string;
  readonly RolePolicyList: readonly { readonly PolicyName: string; readonly PolicyDocument: unknown }[];
}

interface RoleFinding {
  readonly findingDetails: readonly unknown[];
}

const findingsFile = 'all.findings.ndjson';

function makeWorkspace(policies: number, principals: number, findingSize: number): MadeWorkspace {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  const { details, findings } = accountDump(catalogue, principals);
  const roles = (JSON.parse(details) as { readonly RoleDetailList: readonly Role[] }).RoleDetailList;
  const all = roles.flatMap(({ RoleName, RolePolicyList }) =>
    RolePolicyList.map((policy) => ({ file: `${RoleName}/${policy.PolicyName}.json`, ...policy })),
  );
  const chosen = all.filter((_, i) => i % Math.floor(all.length / policies) === 0).slice(0, policies);
  for (const { file, PolicyDocument } of chosen) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify(PolicyDocument, null, 2));
  }
  const lines = (JSON.parse(findings) as readonly RoleFinding[]).map((finding) => filledUp(finding, findingSize));
  const text = lines.join('\n');
  writeFileSync(path.join(folder, findingsFile), text);
  return { folder, policies: chosen.map(({ file }) => file), findings: findingsFile, size: text.length / 1e6 };
}

/** A finding as long as that of a role with broad permissions: services that its policies do not mention are added. */
function filledUp(finding: RoleFinding, size: number): string {
  const findingDetails = [...finding.findingDetails];
  let length = JSON.stringify(finding).length;
  for (const serviceNamespace of catalogue.services) {
    if (length >= size) break;
    const actions = (catalogue.service(serviceNamespace)?.names ?? []).map((action) => ({ action }));
    const added = { unusedPermissionDetails: { serviceNamespace: `x-${serviceNamespace}`, actions } };
    length += JSON.stringify(added).length;
    findingDetails.push(added);
  }
  return JSON.stringify({ ...finding, findingDetails });
}

/** Reads all files of a workspace and parses them. */
function parseAll({ folder, policies, findings }: MadeWorkspace): void {
  for (const file of policies) JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  for (const line of readFileSync(path.join(folder, findings), 'utf8').split('\n')) JSON.parse(line);
}

export async function workspaceFigures(): Promise<Figure[]> {
  const workspace = makeWorkspace(1000, 300, 67_000);
  const what = `${workspace.policies.length.toLocaleString('en')} policies, 300 principals, ${workspace.size.toFixed(0)} MB of findings`;
  const against = 'JSON.parse of all files';
  const figure = async <T>(step: string, work: Work<T>, most: number, rounds: number): Promise<Figure> => {
    const { ratio, milliseconds } = await compare(rounds, work, { run: () => parseAll(workspace) });
    return { what: `${what}: ${step}`, against, ratio, aim: { most }, took: ms(milliseconds) };
  };
  try {
    return [
      await figure('first diagnostics', opening(workspace, openFirst), 2, 5),
      await figure('view complete', opening(workspace, lookThrough), 4, 5),
      ...(await withServer(workspace, async (server) => [
        await figure('review of Refine Workspace', { run: () => review(server, workspace) }, 5, 3),
        await figure('edits of all that was reviewed', editing(server, workspace), 5, 3),
      ])),
    ];
  } finally {
    rmSync(workspace.folder, { recursive: true, force: true });
  }
}

type Use = (server: Server, workspace: MadeWorkspace) => Promise<unknown>;

/** Starts a server for the workspace, and uses it. Stopping it is not timed. */
function opening(workspace: MadeWorkspace, use: Use): Work<unknown> {
  let running: Server | undefined;
  return {
    async prepare() {
      await running?.stop();
      running = undefined;
    },
    async run() {
      running = await startServer('dist/server.cjs', workspace.folder);
      await use(running, workspace);
    },
    end: () => running?.stop(),
  };
}

async function openFirst(server: Server, { folder, policies: [file = ''] }: MadeWorkspace): Promise<void> {
  await server.open(file, readFileSync(path.join(folder, file), 'utf8'));
}

async function lookThrough(server: Server, workspace: MadeWorkspace): Promise<void> {
  await openFirst(server, workspace);
  const { policies } = await server.request<UnusedAccess>(unusedAccessRequest, {});
  if (policies.length < workspace.policies.length / 2) throw new Error(`the view has ${policies.length} policies`);
}

async function withServer<R>({ folder }: MadeWorkspace, use: (server: Server) => Promise<R>): Promise<R> {
  const server = await startServer('dist/server.cjs', folder);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

async function review(server: Server, { policies }: MadeWorkspace): Promise<TickedFile[]> {
  const result = await server.request<ReviewResult>(reviewRequest, {});
  if (result.kind !== 'review' || result.files.length < policies.length / 2)
    throw new Error(`the review has ${JSON.stringify(result).slice(0, 100)}`);
  return result.files.map((file) => ({ ...file, policies: file.policies.map(({ policy }) => policy) }));
}

/** Makes the edits of everything, as if nothing were unticked. They are not applied, so the next round is the same. */
function editing(server: Server, workspace: MadeWorkspace): Work<readonly TickedFile[]> {
  return {
    prepare: () => review(server, workspace),
    async run(files) {
      const made = await server.request<TickedEditsResult>(tickedEditsRequest, { files });
      if (made.kind !== 'edits' || made.files.length !== files.length)
        throw new Error(`refining the workspace gave ${JSON.stringify(made).slice(0, 100)}`);
    },
  };
}
