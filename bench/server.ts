/** Measures the server as a process that communicates over stdio. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyExamples } from '../scripts/examples.ts';
import { accountDump, asOneRole, type AccountDump } from './accountDump.ts';
import { catalogue, findingFor, placeToType, policyOfSize } from './documents.ts';
import { compare, ms, type Figure, type Work } from './measure.ts';
import { bundleOwnServer, bundleServer, startServer, type ServedDocument, type Server } from './serverProcess.ts';

interface Workspace {
  readonly files: number;
  readonly findings: number;
}

/** Makes a folder with a finding that applies to `Bench.json`, with other policies, and with findings for others. */
function makeWorkspace({ files, findings }: Workspace): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  mkdirSync(path.join(folder, 'findings'));
  const small = policyOfSize(6000);
  writeFileSync(path.join(folder, 'findings/bench.finding.json'), JSON.stringify(findingFor('Bench')));
  for (let i = 0; i < files; i++) writeFileSync(path.join(folder, `policy${i}.json`), small);
  const short = {
    findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 's3', actions: [{ action: 'GetObject' }] } }],
  };
  const others = Array.from({ length: findings }, (_, i) =>
    JSON.stringify({
      ...short,
      id: `${i}`,
      findingType: 'UnusedPermission',
      resource: `arn:aws:iam::111122223333:role/Other${i}`,
      status: 'ACTIVE',
      analyzedAt: '2026-11-20T06:01:12Z',
    }),
  );
  writeFileSync(path.join(folder, 'findings/others.finding.json'), others.join('\n'));
  return folder;
}

const usual: Workspace = { files: 10, findings: 1000 };

async function inWorkspace<R>(workspace: Workspace, use: (folder: string) => Promise<R>): Promise<R> {
  const folder = makeWorkspace(workspace);
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withServer<R>(file: string, folder: string, use: (server: Server) => Promise<R>): Promise<R> {
  const server = await startServer(file, folder, true);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Types a letter into an action. The letter is removed before the next one. */
function typing(document: ServedDocument, original: string): Work<number> {
  let typed: number | undefined;
  return {
    async prepare(round) {
      if (typed !== undefined) await document.replace(typed, typed + 1, '');
      typed = placeToType(original, round);
      return typed;
    },
    run: (place) => document.replace(place, place, 'x'),
  };
}

/** The time from a change to the diagnostics, compared with VS Code's JSON language service. */
export async function editFigures(): Promise<Figure[]> {
  const [own, json] = [await bundleOwnServer(), await bundleServer('bench/references/jsonServer.ts')];
  return inWorkspace(usual, (folder) =>
    withServer(own, folder, (ours) =>
      withServer(json, folder, async (theirs) => {
        const figures: Figure[] = [];
        for (const [name, unused] of [
          ['Bench', 'half of it unused'],
          ['Nobody', 'nothing unused'],
        ] as const)
          for (const [what, size, rounds] of [
            ['6 KB', 6000, 200],
            ['65 KB', 65_000, 100],
            ['1 MB', 1_000_000, 20],
          ] as const) {
            const text = policyOfSize(size);
            const [mine, other] = [await ours.open(`${name}.json`, text), await theirs.open(`${name}.json`, text)];
            const { ratio, milliseconds } = await compare(rounds, typing(mine, text), typing(other, text));
            await Promise.all([mine.close(), other.close()]);
            const against = 'JSON language service';
            figures.push({
              what: `didChange → diagnostics, ${what}, ${unused}`,
              against,
              ratio,
              aim: { most: 1 },
              took: ms(milliseconds),
            });
          }
        return figures;
      }),
    ),
  );
}

/** The time from the start of the process to the first diagnostics, compared with a server that does nothing. */
export async function startFigure(): Promise<Figure> {
  const bare = await bundleServer('bench/references/bareServer.ts');
  const text = readFileSync('examples/MyRole.json', 'utf8');
  const start = (file: string, folder: string): Work<unknown> => {
    let running: Server | undefined;
    return {
      prepare: () => running?.stop(),
      async run() {
        running = await startServer(file, folder);
        await running.open('MyRole.json', text);
      },
      end: () => running?.stop(),
    };
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  copyExamples(folder);
  const { ratio, milliseconds } = await compare(20, start('dist/server.cjs', folder), start(bare, folder));
  rmSync(folder, { recursive: true, force: true });
  return {
    what: 'start → first diagnostics',
    against: 'a bare language server',
    ratio,
    aim: { most: 1.3 },
    took: ms(milliseconds),
  };
}

/** Compares keystrokes in a workspace and in one of ten times the size: they should cost the same. */
export async function independenceFigures(): Promise<Figure[]> {
  const own = await bundleOwnServer();
  const text = policyOfSize(65_000);
  const figures: Figure[] = [];
  for (const [what, larger] of [
    ['10 × the files', { ...usual, files: usual.files * 10 }],
    ['10 × the findings', { ...usual, findings: usual.findings * 10 }],
  ] as const)
    figures.push(
      await inWorkspace(usual, (one) =>
        inWorkspace(larger, (ten) =>
          withServer(own, one, (small) =>
            withServer(own, ten, async (large) => {
              const [inSmall, inLarge] = [await small.open('Bench.json', text), await large.open('Bench.json', text)];
              const { ratio, milliseconds } = await compare(60, typing(inLarge, text), typing(inSmall, text));
              return {
                what: `a keystroke with ${what}`,
                against: 'with them once',
                ratio,
                aim: { most: 1.2 },
                took: ms(milliseconds),
              };
            }),
          ),
        ),
      ),
    );
  return figures;
}

/** A keystroke in account details with many principals, compared with the same policies of one role; and the memory. */
export async function principalsFigures(roles: number): Promise<Figure[]> {
  const own = await bundleOwnServer();
  const many = accountDump(catalogue, roles);
  const one = asOneRole(many);
  const what = `account details, ${(many.details.length / 1e6).toFixed(1)} MB, ${roles} principals`;
  return withAccount(own, many, (document, { resident }) =>
    withAccount(own, one, async (reference) => {
      const { ratio, milliseconds } = await compare(20, typing(document, many.details), typing(reference, one.details));
      const megabytes = (await resident()) / 1e6;
      return [
        {
          what: `a keystroke in ${what}`,
          against: 'with one principal',
          ratio,
          aim: { most: 1.5 },
          took: ms(milliseconds),
        },
        {
          what: `memory of the server with ${what}`,
          against: '250 MB',
          ratio: megabytes / 250,
          aim: { most: 1 },
          took: `${megabytes.toFixed(0)} MB`,
        },
      ];
    }),
  );
}

async function withAccount<R>(
  own: string,
  { details, findings }: AccountDump,
  use: (document: ServedDocument, server: Server) => Promise<R>,
): Promise<R> {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-bench-'));
  writeFileSync(path.join(folder, 'account.finding.json'), findings);
  try {
    return await withServer(own, folder, async (server) => use(await server.open('account.json', details), server));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The heap of the server, after garbage collection, after many edits and many documents. */
export async function memoryFigures(edits: number, documents: number): Promise<Figure[]> {
  const own = await bundleOwnServer();
  const text = policyOfSize(6000);
  return inWorkspace(usual, (folder) =>
    withServer(own, folder, async (server) => {
      const document = await server.open('Bench.json', text);
      const { prepare, run } = typing(document, text);
      const type = async (times: number): Promise<void> => {
        for (let round = 0; round < times; round++) await run((await prepare?.(round)) ?? 0, round);
      };
      const openAndClose = async (times: number): Promise<void> => {
        for (let i = 0; i < times; i++) await (await server.open(`Other${i}.json`, text)).close();
      };
      // The caches, which keep values for 2,000 analyses, are filled before the measurement.
      await type(3000);
      const first = await server.heap();
      await type(edits / 2);
      const edited = await server.heap();
      await openAndClose(documents);
      const opened = await server.heap();
      const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
      const aim = { most: 1.05 };
      return [
        {
          what: `heap after ${edits.toLocaleString('en')} edits`,
          against: 'before',
          ratio: edited / first,
          aim,
          took: `${mb(first)} → ${mb(edited)}`,
        },
        {
          what: `heap after ${documents.toLocaleString('en')} documents were opened and closed`,
          against: 'before',
          ratio: opened / edited,
          aim,
          took: `${mb(edited)} → ${mb(opened)}`,
        },
      ];
    }),
  );
}
