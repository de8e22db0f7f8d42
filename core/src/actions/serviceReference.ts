import { isRecord, listOf, textOf } from '../text/jsonValue.ts';
import { byCodeUnits, foldCase } from './foldCase.ts';
import type { AccessLevel, ListedAction } from './catalogue.ts';

/** The actions of one service, as a file of AWS's service reference lists them. */
export interface ReferencedService {
  readonly prefix: string;
  readonly actions: readonly ListedAction[];
}

/**
 * Reads the value of one service file of AWS's machine-readable Service Authorization Reference; `undefined` for a value of another form. An
 * action none of whose properties is set is a read action. Format: Service Authorization Reference, "Simplified AWS service information".
 */
export function readServiceReference(value: unknown): ReferencedService | undefined {
  const prefix = isRecord(value) ? textOf(value['Name']) : undefined;
  if (!isRecord(value) || prefix === undefined || !Array.isArray(value['Actions'])) return undefined;
  const actions = listOf(value['Actions']).flatMap((action) => readAction(action) ?? []);
  return { prefix: foldCase(prefix), actions };
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

/** The services of the list that names the service files: where each is to be had. `undefined` for a value of another form. */
export function readServiceList(value: unknown): readonly { readonly service: string; readonly url: string }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const services = listOf(value).flatMap((item) => {
    const [service, url] = isRecord(item) ? [textOf(item['service']), textOf(item['url'])] : [];
    return service === undefined || url === undefined ? [] : [{ service, url }];
  });
  return services.length === value.length ? services : undefined;
}

/** The text of a catalogue that `readCatalogue` reads: an action a line, so that two of them can be compared. */
export function writeCatalogue(services: readonly ReferencedService[]): string {
  const lists = services
    .toSorted((a, b) => byCodeUnits(a.prefix, b.prefix))
    .map(({ prefix, actions }) => {
      const lines = actions.toSorted((a, b) => byCodeUnits(a.name, b.name)).map((action) => `    ${JSON.stringify(action)}`);
      return `  ${JSON.stringify(prefix)}: [\n${lines.join(',\n')}\n  ]`;
    });
  return `{\n${lists.join(',\n')}\n}\n`;
}
