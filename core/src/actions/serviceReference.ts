/** Reads AWS's machine-readable service reference, and writes a catalogue file from it. */
import { isRecord, listOf, textOf } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { readActionPattern } from './actionPattern.ts';
import { byCodeUnits, foldCase } from './foldCase.ts';
import type { AccessLevel, ListedAction } from './catalogue.ts';

/** The actions of one service, as its file in AWS's service reference lists them. `prefix` is folded. */
export interface ReferencedService {
  readonly prefix: string;
  readonly actions: readonly ListedAction[];
}

/** The service that was read, or why the value is not a file of the service reference. */
export type ServiceReading =
  | { readonly kind: 'read'; readonly service: ReferencedService }
  | { readonly kind: 'unreadable'; readonly reason: Message };

/**
 * Reads one service file of AWS's machine-readable Service Authorization Reference, from its JSON value. The file is
 * read completely or not at all, because a skipped action would not be known to exist. An action with no property set
 * has the access level Read. Format: Service Authorization Reference, "Simplified AWS service information".
 */
export function readServiceReference(value: unknown): ServiceReading {
  const prefix = isRecord(value) ? textOf(value['Name']) : undefined;
  if (!isRecord(value) || prefix === undefined)
    return unreadable(say('not a service of the AWS service reference: it has no Name'));
  const listed = value['Actions'];
  if (!Array.isArray(listed)) return unreadable(say('the service {0} has no list of Actions', prefix));
  const actions: ListedAction[] = [];
  for (const [i, item] of listOf(listed).entries()) {
    const action = readAction(item);
    if (action === undefined) return unreadable(say('entry {0} in Actions of {1} has no Name', i + 1, prefix));
    if (readActionPattern(`${prefix}:${action.name}`).kind !== 'action')
      return unreadable(
        say('entry {0} in Actions of {1} is not an action: {2}', i + 1, prefix, JSON.stringify(action.name)),
      );
    actions.push(action);
  }
  return { kind: 'read', service: { prefix: foldCase(prefix), actions } };
}

function unreadable(reason: Message): ServiceReading {
  return { kind: 'unreadable', reason };
}

function readAction(value: unknown): ListedAction | undefined {
  const name = isRecord(value) ? textOf(value['Name']) : undefined;
  if (!isRecord(value) || name === undefined) return undefined;
  const { Annotations: annotations, SupportedBy: support } = value;
  const properties = isRecord(annotations) ? annotations['Properties'] : undefined;
  const tracked = isRecord(support) ? support['IAM Action Last Accessed'] : undefined;
  return { name, accessLevel: levelOf(properties), tracked: typeof tracked === 'boolean' ? tracked : undefined };
}

const levelsByProperty: readonly (readonly [property: string, level: AccessLevel])[] = [
  ['IsPermissionManagement', 'Permissions management'],
  ['IsTaggingOnly', 'Tagging'],
  ['IsWrite', 'Write'],
  ['IsList', 'List'],
];

function levelOf(properties: unknown): AccessLevel | undefined {
  if (!isRecord(properties)) return undefined;
  return levelsByProperty.find(([property]) => properties[property] === true)?.[1] ?? 'Read';
}

/** The services in the list of service files, with the URL of each file; `undefined` for a value in another form. */
export function readServiceList(
  value: unknown,
): readonly { readonly service: string; readonly url: string }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const services = listOf(value).flatMap((item) => {
    const [service, url] = isRecord(item) ? [textOf(item['service']), textOf(item['url'])] : [];
    return service === undefined || url === undefined ? [] : [{ service, url }];
  });
  return services.length === value.length ? services : undefined;
}

/** Writes a catalogue for `readCatalogue`, with one action on a line, so that a diff shows what changed. */
export function writeCatalogue(services: readonly ReferencedService[]): string {
  const lists = services
    .toSorted((a, b) => byCodeUnits(a.prefix, b.prefix))
    .map(({ prefix, actions }) => {
      const lines = actions
        .toSorted((a, b) => byCodeUnits(a.name, b.name))
        .map((action) => `    ${JSON.stringify(action)}`);
      return `  ${JSON.stringify(prefix)}: [\n${lines.join(',\n')}\n  ]`;
    });
  return `{\n${lists.join(',\n')}\n}\n`;
}
