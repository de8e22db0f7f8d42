/** The sizes of the files to ship. The extension must be packed before. */
import { readFileSync, statSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { packageFile } from '../scripts/package.ts';
import type { Figure } from './measure.ts';

export function sizeFigures(): Figure[] {
  const packed = (file: string): number => deflateRawSync(readFileSync(file), { level: 9 }).length;
  const kb = (bytes: number): string => `${(bytes / 1000).toFixed(0)} KB`;
  const figure = (what: string, size: number, most: number): Figure => ({
    what,
    against: kb(most),
    ratio: size / most,
    aim: { most: 1 },
    took: kb(size),
  });
  return [
    figure('size of the .vsix', statSync(packageFile).size, 1_000_000),
    figure('of which the catalogue', packed('data/catalogue.txt'), 150_000),
    {
      what: 'size of the server, packed',
      against: 'the .vsix',
      ratio: packed('dist/server.cjs') / statSync(packageFile).size,
      took: kb(packed('dist/server.cjs')),
    },
    {
      what: 'size of the client, packed',
      against: 'the .vsix',
      ratio: packed('dist/client.cjs') / statSync(packageFile).size,
      took: kb(packed('dist/client.cjs')),
    },
  ];
}
