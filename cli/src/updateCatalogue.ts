import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inWords } from '../../core/src/text/index.ts';
import {
  readServiceList,
  readServiceReference,
  writeCatalogue,
  type ReferencedService,
} from '../../core/src/actions/index.ts';
import { findFiles } from '../../platform/src/node/findFiles.ts';
import { mostBytesOf, together } from '../../platform/src/node/readFile.ts';
import { counted } from './counted.ts';
import { CannotDo, readText, reasonOf, shown } from './files.ts';
import type { Outcome } from './outcome.ts';
import { printableLines } from './printable.ts';

/** Where AWS's machine-readable Service Authorization Reference is, and the file to write. */
export interface CatalogueUpdate {
  /** A folder of its files, or the address of its list. */
  readonly from: string;
  readonly file: string;
}

/**
 * Writes a catalogue from AWS's service reference, for `--catalogue` and the setting `iamRefine.catalogue`. Only an
 * address asks the network, and only this command does.
 */
export async function updateCatalogue({ from, file }: CatalogueUpdate): Promise<Outcome> {
  const services = isAddress(from) ? await fetchServices(from) : await readServices(from);
  const actions = services.flatMap((service) => service.actions);
  try {
    await writeFile(file, writeCatalogue(services));
  } catch (error) {
    throw new CannotDo(`${shown(path.resolve(file))}: ${reasonOf(error)}`);
  }
  const known = actions.filter(({ tracked }) => tracked !== undefined).length;
  const match = `${file}: ${counted(actions.length, 'action')} of ${counted(services.length, 'service')}; whether AWS tracks their use is known for ${known}`;
  return { stdout: printableLines([match]), stderr: [], exitCode: 0 };
}

/** Encrypted, or on this machine itself. */
function isAddress(from: string): boolean {
  if (from.startsWith('https://') || /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(from)) return true;
  if (/^[a-z]+:\/\//i.test(from)) throw new CannotDo(`--from ${from}: an address must start with https://`);
  return false;
}

async function readServices(folder: string): Promise<ReferencedService[]> {
  const services = new Map<string, { readonly service: ReferencedService; readonly file: string }>();
  const { files, end } = await findFiles(folder, ['**/*.json']);
  if (end !== undefined)
    throw new CannotDo(`--from ${folder}: it contains more files than the AWS service reference; nothing is written`);
  for (const file of files) {
    const value = parsed((await readText(file, mostBytesOf.catalogue)).text, shown(file));
    // The list of the service files lies beside them where all of it was fetched. Any other file would be a service
    // that is lost.
    if (readServiceList(value) !== undefined) continue;
    const service = serviceIn(value, shown(file));
    const twin = services.get(service.prefix);
    if (twin !== undefined)
      throw new CannotDo(
        `${shown(file)}: the service ${service.prefix} is also in ${shown(twin.file)}; nothing is written`,
      );
    services.set(service.prefix, { service, file });
  }
  if (services.size === 0) throw new CannotDo(`--from ${folder}: it contains no file of the AWS service reference`);
  return [...services.values()].map(({ service }) => service);
}

/** The service, or a failure: a catalogue that lacks one, or an action of one, is worse than none. */
function serviceIn(value: unknown, where: string): ReferencedService {
  const reading = readServiceReference(value);
  if (reading.kind === 'read') return reading.service;
  throw new CannotDo(`${where}: ${inWords(reading.reason)}; nothing is written`);
}

/** Asks for the list, then for the services one after another. All of them, or nothing is written. */
async function fetchServices(address: string): Promise<ReferencedService[]> {
  const list = readServiceList(await fetchJson(address));
  if (list === undefined) throw new CannotDo(`--from ${address}: not the list of the AWS service reference`);
  const services: ReferencedService[] = [];
  for (const { service, url } of list) {
    if (!URL.canParse(url) || new URL(url).origin !== new URL(address).origin)
      throw new CannotDo(`--from ${address}: it names another host for ${service}: ${url}`);
    services.push(serviceIn(await fetchJson(url), url));
  }
  return services;
}

async function fetchJson(address: string): Promise<unknown> {
  let text: string;
  try {
    text = await fetchText(address);
  } catch (error) {
    throw error instanceof CannotDo
      ? error
      : new CannotDo(`${address}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parsed(text, address);
}

/** As a file of that kind may be: a host need not end what it sends. */
async function fetchText(address: string): Promise<string> {
  const { ok, status, body } = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
  if (!ok) throw new CannotDo(`${address}: the host answers ${status}`);
  return body === null ? '' : new TextDecoder().decode(await together(body, { most: mostBytesOf.catalogue }));
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotDo(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
