/** Measures how long it takes to tell who holds the policies of a Terraform module. */
import { inModule, readDocument, readModuleFile, type ModuleFile } from '../core/src/index.ts';
import { managedPoliciesOfTerraform } from './documents.ts';
import { loadSyntax } from './inMemory.ts';
import { compare, ms, type Figure, type Work } from './measure.ts';

/** Compares modules with ten times as many files, and with ten times as many policies in one file. */
export async function moduleFigures(): Promise<Figure[]> {
  return [await scaling(50, 4), await scaling(1, 200, 10)];
}

/** Ten times the files, or the policies in each of them, against these. */
async function scaling(files: number, policies: number, times: number = 1): Promise<Figure> {
  const [most, each] = times === 1 ? [files * 10, policies] : [files, policies * times];
  const { ratio, milliseconds } = await compare(15, await holders(most, each), await holders(files, policies));
  const sizeOf = (of: number, count: number): string =>
    of === 1 ? `a file with ${count.toLocaleString('en')} managed policies` : `${of} files with ${count} each`;
  return {
    what: `who holds the policies of ${sizeOf(most, each)}`,
    against: sizeOf(files, policies),
    ratio,
    // Linear, but for what the memory costs: with a look at all policies for each it is 100×.
    aim: { most: 15 },
    took: ms(milliseconds),
  };
}

/** Asks for the holders of all policies of a module, as nobody asked before. */
async function holders(count: number, policies: number): Promise<Work<readonly ModuleFile[]>> {
  const syntax = await loadSyntax('terraform');
  const texts = Array.from({ length: count }, (_, file) => managedPoliciesOfTerraform(`f${file}`, policies));
  const readings = texts.map((text) => readDocument(text, undefined, syntax));
  const facts = texts.flatMap((text, i) => readModuleFile(text, `${i}.tf`, syntax) ?? []);
  return {
    prepare: () => [...facts],
    run: (files) => readings.map((reading, i) => inModule(reading, { file: `${i}.tf`, files })),
  };
}
