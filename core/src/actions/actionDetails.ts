import { indexIn } from './ascending.ts';
import type { ActionCatalogue } from './catalogue.ts';
import { byCodeUnits, foldCase } from './foldCase.ts';
import { inWords } from '../text/message.ts';

/** What the AWS Service Authorization Reference says of an action beside its access level. */
export interface ActionDetails {
  readonly description: string;
  /**
   * The types of resource that a statement with the action may name, with a `*` behind those it must name; empty where
   * it takes only `*`.
   */
  readonly resourceTypes: readonly string[];
}

/** The details of the actions of one catalogue. What it lacks has none. */
export interface ActionReference {
  /** `Amazon S3`, of the folded prefix of a service. */
  readonly serviceName: (prefix: string) => string | undefined;
  /** Of an action, by the folded prefix of its service and its folded name. */
  readonly detailsOf: (prefix: string, name: string) => ActionDetails | undefined;
}

export const noReference: ActionReference = { serviceName: () => undefined, detailsOf: () => undefined };

/** One service as the generator hands it over. */
export interface ServiceDetailsToPack {
  readonly prefix: string;
  readonly name: string;
  readonly actions: readonly ({ readonly name: string } & ActionDetails)[];
}

/** How nearly all descriptions begin; packed it is `>`. */
const usualStart = 'Grants permission to ';

const header = (catalogue: ActionCatalogue): string =>
  `iam-refine-details 1 ${inWords(catalogue.label)} ${catalogue.serviceCount} ${catalogue.actionCount}`;

/**
 * Opens packed details (written by {@link packDetails}) of the actions of `catalogue`. The first line names the
 * catalogue. Then comes for each service a line with its prefix, the number of its actions and its name, and for each
 * action, in the catalogue's order, one with the description and the resource types; between them are tabs. Text that
 * belongs to another catalogue has no details. O(length), once.
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

/** The packed form that {@link openDetails} reads. `catalogue` must list the same actions. */
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
