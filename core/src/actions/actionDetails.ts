/** Descriptions and resource types of the actions of a catalogue, packed into one text and read from it. */
import { indexIn } from './ascending.ts';
import type { ActionCatalogue } from './catalogue.ts';
import { byCodeUnits, foldCase } from './foldCase.ts';
import { inWords } from '../text/message.ts';

/** What the AWS Service Authorization Reference says of an action beside its access level. */
export interface ActionDetails {
  readonly description: string;
  /**
   * The resource types that a statement with this action may name (`bucket`). Required ones end in `*` (`object*`).
   * Empty: the action takes only `"Resource": "*"`.
   */
  readonly resourceTypes: readonly string[];
}

/** The details of the actions of one catalogue. Services and actions that it lacks have no details. */
export interface ActionReference {
  /** The full name of a service (`Amazon S3`), by its folded prefix (`s3`). */
  readonly serviceName: (prefix: string) => string | undefined;
  /** The details of an action, by the folded prefix of its service and its folded name. */
  readonly detailsOf: (prefix: string, name: string) => ActionDetails | undefined;
}

export const noReference: ActionReference = { serviceName: () => undefined, detailsOf: () => undefined };

/** One service of the AWS Service Authorization Reference, ready to be packed. */
export interface ServiceDetailsToPack {
  readonly prefix: string;
  readonly name: string;
  readonly actions: readonly ({ readonly name: string } & ActionDetails)[];
}

/** Nearly all descriptions begin with this; it is packed as `>`. */
const usualStart = 'Grants permission to ';

const header = (catalogue: ActionCatalogue): string =>
  `iam-refine-details 1 ${inWords(catalogue.label)} ${catalogue.serviceCount} ${catalogue.actionCount}`;

/**
 * Opens packed details (written by {@link packDetails}) of the actions of `catalogue`.
 *
 * The first line names the catalogue. Each service follows as one line with its prefix, the number of its actions and
 * its name; then one line for each action, in the catalogue's order, with its description and its resource types. Tabs
 * separate the fields. Text that was packed for another catalogue gives no details. O(length), once.
 */
export function openDetails(packed: string, catalogue: ActionCatalogue): ActionReference {
  const lines = packed.split('\n');
  if (lines[0] !== header(catalogue)) return noReference;
  const services = new Map<string, { readonly name: string; readonly first: number }>();
  for (let i = 1; i < lines.length;) {
    const [prefix = '', count = '0', name = ''] = (lines[i] ?? '').split('\t');
    services.set(prefix, { name, first: i + 1 });
    i += 1 + Number(count);
  }
  return {
    serviceName: (prefix) => services.get(prefix)?.name,
    detailsOf(prefix, name) {
      const service = services.get(prefix);
      const at = indexIn(catalogue.service(prefix)?.folded ?? [], name);
      if (service === undefined || at === undefined) return undefined;
      const [description = '', ...resourceTypes] = (lines[service.first + at] ?? '').split('\t');
      return {
        description: description.startsWith('>') ? usualStart + description.slice(1) : description,
        resourceTypes,
      };
    },
  };
}

/** Packs details in the form that {@link openDetails} reads. `catalogue` must list the same actions as `services`. */
export function packDetails(services: readonly ServiceDetailsToPack[], catalogue: ActionCatalogue): string {
  const lines = [header(catalogue)];
  for (const { prefix, name, actions } of services) {
    lines.push([prefix, actions.length, name].join('\t'));
    for (const { description, resourceTypes } of actions.toSorted((a, b) =>
      byCodeUnits(foldCase(a.name), foldCase(b.name)),
    )) {
      const words = description.replaceAll(/\s+/g, ' ').trim();
      const packed = words.startsWith(usualStart) ? `>${words.slice(usualStart.length)}` : words;
      lines.push([packed, ...resourceTypes].join('\t'));
    }
  }
  return lines.join('\n');
}
