/** Measures the engine in this process. */
import { parseTree } from 'jsonc-parser';
import { yamlSyntax } from '../core/src/documents/yaml/index.ts';
import { readFindings, allFindings } from '../core/src/findings/readFindings.ts';
import { createEngine, type Unused } from '../core/src/index.ts';
import { decideActionString } from '../core/src/refine/decision.ts';
import { createUniverses } from '../core/src/refine/universe.ts';
import { catalogue, halfOfEverything, managedPolicies } from './documents.ts';
import { loadSyntax, openInMemory, type OpenDocument } from './inMemory.ts';
import { compare, ms, type Figure, type Work } from './measure.ts';
import { examined } from '../test/support/policies.ts';

/** Types a letter; before that, and not timed, the last letter is removed. */
function typing({ undoAndChoose, type }: OpenDocument): Work<number> {
  return { prepare: undoAndChoose, run: type };
}

/** Measures the time from typing a letter into an action of a document to its diagnostics. */
export async function analysisFigure(what: string, text: string, rounds: number): Promise<Figure> {
  const document = await openInMemory(text);
  const { ratio, milliseconds } = await compare(rounds, typing(document), {
    prepare: () => document.text(),
    run: (now) => parseTree(now),
  });
  return {
    what: `analysis of ${what} after a keystroke`,
    against: 'parseTree',
    ratio,
    aim: { most: 3 },
    took: ms(milliseconds),
  };
}

/** The same for a document in YAML, which is parsed as a whole at each keystroke: compared with that parse. */
export async function yamlFigure(what: string, text: string, rounds: number): Promise<Figure> {
  const document = await openInMemory(text, 'yaml');
  const { ratio, milliseconds } = await compare(rounds, typing(document), {
    prepare: () => document.text(),
    run: (now) => yamlSyntax.parse(now),
  });
  return {
    what: `analysis of ${what} after a keystroke`,
    against: 'its parse',
    ratio,
    aim: { most: 1.5 },
    took: ms(milliseconds),
  };
}

/** The same for a file of Terraform, compared with reading the whole of it. */
export async function terraformFigure(text: string, rounds: number): Promise<Figure> {
  const document = await openInMemory(text, 'terraform');
  const syntax = await loadSyntax('terraform');
  const { ratio, milliseconds } = await compare(rounds, typing(document), {
    // A text of another length is read from its start.
    prepare: () => void syntax.parse(''),
    run: () => syntax.parse(text),
  });
  return {
    what: `analysis of ${(text.length / 1000).toFixed(0)} KB of Terraform after a keystroke`,
    against: 'its parser',
    ratio,
    aim: { most: 1.5 },
    took: ms(milliseconds),
  };
}

/** Compares a document with one of ten times the size. */
export async function documentScaling(small: string, large: string): Promise<Figure> {
  const [one, ten] = [await openInMemory(small), await openInMemory(large)];
  const { ratio, milliseconds } = await compare(40, typing(ten), typing(one));
  const what = `analysis after a keystroke, ${(large.length / 1000).toFixed(0)} KB`;
  return { what, against: `${(small.length / 1000).toFixed(0)} KB`, ratio, aim: { most: 11 }, took: ms(milliseconds) };
}

const half = (): Unused => allFindings(readFindings(JSON.stringify(halfOfEverything())))[0]?.services ?? new Map();

/** Refines and proves all managed policies with a new engine. */
export async function allManagedPolicies(): Promise<Figure> {
  const { ratio, milliseconds } = await compare(
    9,
    {
      prepare: () => ({ engine: createEngine(catalogue), unused: half() }),
      run({ engine, unused }) {
        for (const text of managedPolicies) examined(engine, text, unused);
      },
    },
    {
      run() {
        for (const text of managedPolicies) {
          JSON.parse(text);
          parseTree(text);
        }
      },
    },
  );
  const what = `refine + prove all ${managedPolicies.length.toLocaleString('en')} managed policies`;
  return { what, against: 'JSON.parse + parseTree', ratio, aim: { most: 4 }, took: ms(milliseconds) };
}

/** Compares the decision about a wildcard with a search with a regular expression. */
export async function wildcardFigures(): Promise<Figure[]> {
  const universe = createUniverses(catalogue, half())(new Map());
  const all = catalogue.services.flatMap((service) =>
    (catalogue.service(service)?.names ?? []).map((name) => `${service}:${name}`),
  );
  const times = 200;
  const figures: Figure[] = [];
  for (const text of ['s3:Get*', 'ec2:*', '*']) {
    const pattern = new RegExp(`^${text.replaceAll('*', '.*')}$`, 'i');
    const { milliseconds, against } = await compare(
      60,
      {
        run() {
          for (let i = 0; i < times; i++) decideActionString(text, universe);
        },
      },
      { run: () => all.filter((action) => pattern.test(action)) },
    );
    const each = milliseconds / times;
    figures.push({
      what: `search of the catalogue for ${text} with a regular expression`,
      against: 'deciding about it',
      ratio: against / each,
      aim: { least: 20 },
      took: `${(each * 1000).toFixed(1)} µs a decision`,
    });
  }
  return figures;
}
