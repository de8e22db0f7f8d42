/** The filter of the view Unused Access: choosing it, saying it, and remembering it with the workspace. */
import * as vscode from 'vscode';
import { levelsByDanger, type UnusedPolicy } from '../../../protocol/src/index.ts';
import { showInformation } from '../messages.ts';
import type { Filter } from './rows.ts';

/** The filter with the access levels that the user chooses. */
export async function chooseLevels(filter: Filter): Promise<Filter> {
  return { ...filter, levels: await choose(vscode.l10n.t('Filter by Access Level'), levelsByDanger, filter.levels) };
}

/** The filter with the services that the user chooses. */
export async function chooseServices(filter: Filter, policies: readonly UnusedPolicy[]): Promise<Filter> {
  const services = new Set(policies.flatMap((policy) => policy.services.map(({ service }) => service)));
  if (services.size === 0) {
    showInformation(
      vscode.l10n.t('There are no services to choose from: nothing in this workspace is reported unused.'),
    );
    return filter;
  }
  const title = vscode.l10n.t('Filter by Service');
  return { ...filter, services: await choose(title, [...services].toSorted(), filter.services) };
}

async function choose(title: string, all: readonly string[], chosen: ReadonlySet<string> | undefined) {
  const items = all.map((label) => ({ label, picked: chosen?.has(label) ?? true }));
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  if (picked === undefined) return chosen;
  return picked.length === all.length ? undefined : new Set(picked.map(({ label }) => label));
}

/** `Only shown: Write, Tagging; s3`; `undefined` if everything is shown. */
export function filterInWords({ levels, services }: Filter): string | undefined {
  if (levels === undefined && services === undefined) return undefined;
  const shown = [levels, services].flatMap((chosen) => (chosen === undefined ? [] : [[...chosen].join(', ')]));
  return vscode.l10n.t('Only shown: {0}', shown.join('; '));
}

const key = 'unusedAccess.filter';

interface StoredFilter {
  readonly levels?: readonly string[];
  readonly services?: readonly string[];
}

export function readFilter(memento: vscode.Memento): Filter {
  const { levels, services } = memento.get<StoredFilter>(key, {});
  return {
    ...(levels === undefined ? {} : { levels: new Set(levels) }),
    ...(services === undefined ? {} : { services: new Set(services) }),
  };
}

export async function storeFilter(memento: vscode.Memento, { levels, services }: Filter): Promise<void> {
  await memento.update(key, {
    ...(levels === undefined ? {} : { levels: [...levels] }),
    ...(services === undefined ? {} : { services: [...services] }),
  } satisfies StoredFilter);
}
