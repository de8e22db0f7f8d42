/** The action catalogue: the actions known to exist, by service, with access level and tracking. */
import { indexIn } from './ascending.ts';
import { byCodeUnits, foldCase, foldedParts } from './foldCase.ts';
import { say, type Gap, type Message } from '../text/message.ts';

/** The access levels of the AWS Service Authorization Reference. */
export const accessLevels = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
} as const;

export type AccessLevel = (typeof accessLevels)[keyof typeof accessLevels];

/** The actions of one service, in ascending order of their folded names; `folded[i]` is `names[i]` folded. */
export interface CatalogueService {
  readonly names: readonly string[];
  readonly folded: readonly string[];
  /** `levels[i]` is the access level of `names[i]`; absent where the catalogue does not say. */
  readonly levels?: readonly (AccessLevel | undefined)[];
  /** `tracked[i]`: does AWS track the last access to `names[i]`? Absent where the catalogue does not say. */
  readonly tracked?: readonly (boolean | undefined)[];
}

/** An action as a user's own catalogue file lists it. `tracked`: does AWS track its last access? */
export interface ListedAction {
  readonly name: string;
  readonly accessLevel?: AccessLevel | undefined;
  readonly tracked?: boolean | undefined;
}

/** The actions known to exist on a certain day. An action that it lacks may still exist. */
export interface ActionCatalogue {
  /** How messages name this catalogue: `the action catalogue of 2026-09-26`. */
  readonly label: Message;
  /** The day (`YYYY-MM-DD`) of the list of actions; absent if unknown. */
  readonly date?: string;
  /** The day (`YYYY-MM-DD`) of the tracking information; absent if unknown. */
  readonly trackedOn?: string;
  readonly serviceCount: number;
  readonly actionCount: number;
  /** The folded prefixes of all services, ascending. */
  readonly services: readonly string[];
  /** The actions of the service with this folded prefix. Every call returns the same object. */
  readonly service: (prefix: string) => CatalogueService | undefined;
}

const unreadableCatalogue: ActionCatalogue = {
  label: say('an unreadable action catalogue'),
  serviceCount: 0,
  actionCount: 0,
  services: [],
  service: () => undefined,
};

const header = /^iam-refine-catalogue 2 (\d{4}-\d{2}-\d{2}) (\d+) (\d+) (\d{4}-\d{2}-\d{2})$/;

/**
 * Opens the packed catalogue that the product carries (`data/catalogue.txt`, written by {@link packCatalogue}).
 *
 * The first line is `iam-refine-catalogue 2 DATE SERVICES ACTIONS TRACKED-DATE`. Each service follows on a line: its
 * prefix and its actions, separated by spaces. An action is packed as
 *
 * - a letter for access level and tracking: the key of {@link accessLevels} in upper case if the action is tracked, in
 *   lower case if it is not, and the letter after the key in the alphabet if that is unknown;
 * - a character whose code minus 48 is the number of characters shared with the action before it;
 * - the rest of its name.
 *
 * A service is unpacked when it is first asked for; opening only splits and counts. Text in another form, or with other
 * numbers of services and actions than the first line tells, such as a file that was not copied completely, gives an
 * empty catalogue without a date, and with a label that says so: actions that it lacks would be removed with wildcards.
 */
export function openCatalogue(packed: string): ActionCatalogue {
  const lines = packed.split('\n');
  const [, date = '', services = '0', actions = '0', trackedOn = ''] = header.exec(lines[0] ?? '') ?? [];
  const found = packedServicesIn(lines);
  const isWhole = found.services.size === Number(services) && found.actions === Number(actions);
  // A name that was cut off at the end of the text is still counted.
  if (date === '' || !isWhole || lines.at(-1) !== '') return unreadableCatalogue;
  const opened = new Map<string, CatalogueService>();
  return {
    label: say('the action catalogue from {0}', date),
    date,
    trackedOn,
    serviceCount: Number(services),
    actionCount: Number(actions),
    services: [...found.services.keys()],
    service(prefix) {
      const known = opened.get(prefix);
      if (known !== undefined) return known;
      const line = found.services.get(prefix);
      if (line === undefined) return undefined;
      const service = unpackService(line);
      opened.set(prefix, service);
      return service;
    },
  };
}

/** The lines of the services by prefix, and the number of their actions. */
function packedServicesIn(lines: readonly string[]): {
  readonly services: ReadonlyMap<string, string>;
  readonly actions: number;
} {
  const services = new Map<string, string>();
  let actions = 0;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const space = line.indexOf(' ');
    if (space > 0) services.set(line.slice(0, space), line);
    for (let at = space; at > 0; at = line.indexOf(' ', at + 1)) actions++;
  }
  return { services, actions };
}

type LevelKey = keyof typeof accessLevels;

/** The letter for access level and tracking that is packed before the name of an action. */
function letterOf(level: LevelKey, tracked: boolean | undefined): string {
  if (tracked === undefined) return String.fromCharCode(level.charCodeAt(0) + 1);
  return tracked ? level : level.toLowerCase();
}

const levelKeys = ['L', 'R', 'W', 'T', 'P'] as const satisfies readonly LevelKey[];

const byLetter: ReadonlyMap<string, { readonly level: AccessLevel; readonly tracked: boolean | undefined }> = new Map(
  levelKeys.flatMap((key) =>
    [true, false, undefined].map((tracked) => [letterOf(key, tracked), { level: accessLevels[key], tracked }]),
  ),
);

function unpackService(line: string): CatalogueService {
  const names: string[] = [];
  const levels: (AccessLevel | undefined)[] = [];
  const tracked: (boolean | undefined)[] = [];
  let before = '';
  for (const item of line.split(' ').slice(1)) {
    const name = before.slice(0, item.charCodeAt(1) - 48) + item.slice(2);
    names.push(name);
    const levelAndTracking = byLetter.get(item[0] ?? '');
    levels.push(levelAndTracking?.level);
    tracked.push(levelAndTracking?.tracked);
    before = name;
  }
  return { names, folded: names.map(foldCase), levels, tracked };
}

/** One service ready to be packed. `level` is the key of the access level in {@link accessLevels}. */
export interface ServiceToPack {
  readonly prefix: string;
  readonly actions: readonly {
    readonly name: string;
    readonly level: LevelKey;
    readonly tracked: boolean | undefined;
  }[];
}

/** The days (`YYYY-MM-DD`) of the list of actions and of the tracking information. */
export interface CatalogueDates {
  readonly listed: string;
  readonly tracked: string;
}

/** Packs a catalogue in the form that {@link openCatalogue} reads. */
export function packCatalogue(services: readonly ServiceToPack[], dates: CatalogueDates): string {
  const count = services.reduce((sum, service) => sum + service.actions.length, 0);
  const lines = [`iam-refine-catalogue 2 ${dates.listed} ${services.length} ${count} ${dates.tracked}`];
  for (const service of services.toSorted((a, b) => byCodeUnits(a.prefix, b.prefix))) {
    let before = '';
    const items = service.actions
      .toSorted((a, b) => byCodeUnits(foldCase(a.name), foldCase(b.name)))
      .map(({ name, level, tracked }) => {
        const shared = sharedStart(before, name);
        before = name;
        return letterOf(level, tracked) + String.fromCharCode(48 + shared) + name.slice(shared);
      });
    lines.push([service.prefix, ...items].join(' '));
  }
  return lines.join('\n') + '\n';
}

function sharedStart(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

/**
 * Makes a catalogue from lists of actions by service prefix. Names that differ only in letter case are one action, in
 * its first spelling. `label` is how messages name the catalogue.
 */
export function catalogueFromNames(
  lists: readonly (readonly [prefix: string, actions: readonly ListedAction[]])[],
  label: Gap,
): ActionCatalogue {
  const services = new Map<string, CatalogueService>();
  for (const [prefix, actions] of lists.toSorted(([a], [b]) => byCodeUnits(foldCase(a), foldCase(b))))
    services.set(foldCase(prefix), serviceOf(actions));
  return {
    label: typeof label === 'object' ? label : say('{0}', label),
    serviceCount: services.size,
    actionCount: [...services.values()].reduce((sum, service) => sum + service.names.length, 0),
    services: [...services.keys()],
    service: (prefix) => services.get(prefix),
  };
}

function serviceOf(actions: readonly ListedAction[]): CatalogueService {
  const byName = new Map<string, ListedAction>();
  for (const action of actions) if (!byName.has(foldCase(action.name))) byName.set(foldCase(action.name), action);
  const folded = [...byName.keys()].toSorted(byCodeUnits);
  const listed = folded.map((name) => byName.get(name) ?? { name });
  return {
    folded,
    names: listed.map(({ name }) => name),
    ...(listed.some(({ accessLevel }) => accessLevel !== undefined)
      ? { levels: listed.map(({ accessLevel }) => accessLevel) }
      : {}),
    ...(listed.some(({ tracked }) => tracked !== undefined) ? { tracked: listed.map(({ tracked }) => tracked) } : {}),
  };
}

/**
 * Does the catalogue list the action? `service` is folded, `name` in any letter case. O(log actions of the service).
 */
export function hasAction(catalogue: ActionCatalogue, service: string, name: string): boolean {
  return indexIn(catalogue.service(service)?.folded ?? [], foldCase(name)) !== undefined;
}

/**
 * The access level of an action `service:Name`, in any letter case; `undefined` where the catalogue does not say. O(log
 * actions of the service).
 */
export function accessLevelOf(catalogue: ActionCatalogue, action: string): AccessLevel | undefined {
  const [service, name] = foldedParts(action);
  const known = catalogue.service(service);
  const at = indexIn(known?.folded ?? [], name);
  return at === undefined ? undefined : known?.levels?.[at];
}
