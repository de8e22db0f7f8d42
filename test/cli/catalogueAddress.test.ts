/**
 * `catalogue update --from` an address: a host that does not give what is asked for gets nothing written, and is not
 * waited for.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { suite, test } from 'node:test';
import { runWith } from '../../cli/src/run.ts';
import { inFolder } from './run.ts';

type Answer = (response: ServerResponse) => void;

const list =
  (url: string): Answer =>
  (response) =>
    response.end(JSON.stringify([{ service: 's3', url }]));

const endless: Answer = (response) => {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
};

const cases: Readonly<Record<string, { readonly answer: Answer; readonly said: string }>> = {
  'one that never ends': { answer: endless, said: 'HOST/: it is larger than 64 MB' },
  'one that is not there': { answer: (response) => response.writeHead(404).end(), said: 'HOST/: the host answers 404' },
  'one that sends somewhere else': {
    answer: (response) => response.writeHead(302, { location: 'https://a.example/' }).end(),
    said: 'HOST/: fetch failed',
  },
  'one that breaks off': { answer: (response) => response.destroy(), said: 'HOST/: fetch failed' },
  'an empty one': { answer: (response) => response.end(), said: 'HOST/: Unexpected end of JSON input' },
  'one of another kind': {
    answer: (response) => response.end('{}'),
    said: '--from HOST/: not the list of the AWS service reference',
  },
  'one that names another host': {
    answer: list('https://a.example/s3.json'),
    said: '--from HOST/: it names another host for s3: https://a.example/s3.json',
  },
  'one that names no address': { answer: list('s3.json'), said: '--from HOST/: it names another host for s3: s3.json' },
  'one that names a file': {
    answer: list('file:///etc/passwd'),
    said: '--from HOST/: it names another host for s3: file:///etc/passwd',
  },
};

suite('an answer that is not the service reference', () => {
  for (const [what, { answer, said }] of Object.entries(cases))
    test(what, () =>
      inFolder(async (folder) => {
        const server = createServer((_, response) => answer(response));
        await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
        const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        try {
          const file = path.join(folder, 'a.json');
          const { stdout, stderr, exitCode } = await runWith([
            'catalogue',
            'update',
            '--from',
            `${host}/`,
            '--catalogue',
            file,
          ]);
          assert.deepEqual([exitCode, stdout, stderr.replaceAll(host, 'HOST')], [2, '', `iam-refine: ${said}\n`]);
          assert.deepEqual(readdirSync(folder), []);
        } finally {
          server.closeAllConnections();
          server.close();
        }
      }),
    );
});
