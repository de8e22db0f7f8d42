import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { inWords } from '../../core/src/text/index.ts';
import {
  readServiceList,
  readServiceReference,
  writeCatalogue,
  type ReferencedService,
} from '../../core/src/actions/index.ts';
import { findFiles } from '../../platform/src/node/findFiles.ts';
import { mostBytesOf, readStream } from '../../platform/src/node/readFile.ts';
import { counted } from './counted.ts';
import { CannotDo, readText, reasonOf, shown } from './files.ts';
import type { Outcome } from './outcome.ts';
import { printableLines } from './printable.ts';

/** The source of AWS's machine-readable Service Authorization Reference, and the file to write. */
export interface CatalogueUpdate {
  /** A folder with its files, or the address of the list of services. */
  readonly from: string;
  readonly file: string;
}

/**
 * The command `catalogue update`: writes a catalogue from AWS's service reference, for `--catalogue` and the setting
 * `iamRefine.catalogue`. Only this command uses the network, and only if `from` is an address.
 */
export async function updateCatalogue({ from, file }: CatalogueUpdate): Promise<Outcome> {
  const services = isAddress(from) ? await fetchServices(from) : await readServices(from);
  const actions = services.flatMap((service) => service.actions);
  try {
    writeFileSync(file, writeCatalogue(services));
  } catch (error) {
    throw new CannotDo(`${shown(path.resolve(file))}: ${reasonOf(error)}`);
  }
  const known = actions.filter(({ tracked }) => tracked !== undefined).length;
  const written = `${file}: ${counted(actions.length, 'action')} of ${counted(services.length, 'service')}; whether AWS tracks their use is known for ${known}`;
  return { stdout: printableLines([written]), stderr: [], exitCode: 0 };
}

/** Is it an address? Only `https`, or `http` on this machine. */
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
    // The list of services is next to the service files if everything was fetched. Any other file must be a service.
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

/** Reads a service. Throws if it is invalid: a catalogue without some services or actions is worse than none. */
function serviceIn(value: unknown, where: string): ReferencedService {
  const reading = readServiceReference(value);
  if (reading.kind === 'read') return reading.service;
  throw new CannotDo(`${where}: ${inWords(reading.reason)}; nothing is written`);
}

/** Fetches the list, then the services one after the other. If one fails, nothing is written. */
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

/** Fetches a text, up to the size limit of files, because the response of a host may be endless. */
async function fetchText(address: string): Promise<string> {
  const { ok, status, body } = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(30_000) });
  if (!ok) throw new CannotDo(`${address}: the host answers ${status}`);
  return body === null ? '' : new TextDecoder().decode(await readStream(body, { most: mostBytesOf.catalogue }));
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotDo(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
