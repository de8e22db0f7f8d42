import type { Message } from '../text/message.ts';
import { foldCase } from '../actions/foldCase.ts';
import type { Span } from '../text/span.ts';
import type { DecodedFinding, UnusedEntry, UsedEntry } from './decode.ts';
import type { Finding, FindingKind, Principal, UnusedService } from './model.ts';
import { principalOf } from './model.ts';
import { chainsOf, createLookUp, hashOf, nameIn, noHash, type Chains } from './principalLookUp.ts';
import { createTextPacker, type PackedTexts } from './packedTexts.ts';
import { lessUsed } from './used.ts';

/**
 * Many findings in little space: numbers in typed arrays, every name of a service or action once. What a finding says is unpacked when it is
 * asked for. An organisation has a hundred thousand of them, of which a few speak for open policies.
 */
export interface PackedFindings {
  readonly count: number;
  /** The finding at an index; the same object at every call. */
  readonly finding: (index: number) => Finding;
  /** The ARN of its principal, and its id, without unpacking it. */
  readonly arn: (index: number) => string | undefined;
  readonly id: (index: number) => string | undefined;
  /** Where it stands in its file. */
  readonly span: (index: number) => Span;
  /** When it was said, milliseconds since 1970; 0 where it does not say. */
  readonly saidAt: (index: number) => number;
  /** Is there a part of it that cannot be understood? */
  readonly isUnreadable: (index: number) => boolean;
  /** The indexes of the findings of a principal, by ARN, and of principals of a name, ascending. O(findings of that name). */
  readonly ofArn: (arn: string) => readonly number[];
  readonly ofName: (name: string) => readonly number[];
  /** The indexes of the findings that name no principal. */
  readonly ofNobody: readonly number[];
}

/** Takes findings one by one. */
export interface FindingsPacker {
  readonly add: (finding: DecodedFinding, span: Span) => void;
  /** To be called once, behind the last. */
  readonly finish: () => PackedFindings;
}

const kinds: readonly FindingKind[] = ['permissions', 'role', 'report', 'short form'];

/** Instead of the number of actions of an entry: the service as a whole. */
const wholeService = 0xffff;

/** Longer lists are packed as several entries of the service. */
const longestEntry = 60_000;

/** The columns that hold one number a finding; absent times are NaN. */
interface Columns {
  readonly kind: number[];
  readonly analyzedAt: number[];
  readonly saidAt: number[];
  readonly changedAt: number[];
  readonly offset: number[];
  readonly length: number[];
  /** Where its entries start in the pool; they end where the next one's start. */
  readonly entries: number[];
}

/** What few findings have. */
interface Rare {
  readonly incomplete: Map<number, Message>;
  readonly lastAccessed: Map<number, number>;
  readonly unreadable: Set<number>;
  /** Where in the pool of used names those of a finding start and end. */
  readonly used: Map<number, readonly [start: number, end: number]>;
}

export function createFindingsPacker(): FindingsPacker {
  const columns: Columns = { kind: [], analyzedAt: [], saidAt: [], changedAt: [], offset: [], length: [], entries: [] };
  const arns = createTextPacker();
  const ids = createTextPacker();
  const hashes: number[] = [];
  const ofNobody: number[] = [];
  const rare: Rare = { incomplete: new Map(), lastAccessed: new Map(), unreadable: new Set(), used: new Map() };
  const names = createNames();
  const pool = createPool();
  const usedPool = createPool();
  return {
    add(finding, span) {
      const index = columns.kind.length;
      const arn = finding.principal?.arn;
      arns.add(arn);
      if (arn === undefined) ofNobody.push(index);
      hashes.push(arn === undefined ? noHash : hashOf(arn, arn.lastIndexOf('/') + 1));
      ids.add(finding.id);
      columns.kind.push(kinds.indexOf(finding.kind));
      columns.analyzedAt.push(finding.analyzedAt ?? Number.NaN);
      columns.saidAt.push(finding.saidAt ?? Number.NaN);
      columns.changedAt.push(finding.changedAt ?? Number.NaN);
      columns.offset.push(span.offset);
      columns.length.push(span.length);
      columns.entries.push(pool.length());
      if (finding.incomplete !== undefined) rare.incomplete.set(index, finding.incomplete);
      if (finding.lastAccessed !== undefined) rare.lastAccessed.set(index, finding.lastAccessed);
      if (finding.isUnreadable === true) rare.unreadable.add(index);
      for (const entry of finding.entries) packEntry(entry, names, pool);
      if (finding.used !== undefined && finding.used.length > 0) rare.used.set(index, packUsed(finding.used, names, usedPool));
    },
    finish() {
      columns.entries.push(pool.length());
      return unpackable({
        columns: packColumns(columns),
        arns: arns.finish(),
        ids: ids.finish(),
        chains: chainsOf(hashes),
        ofNobody,
        rare,
        names: names.all(),
        pool: pool.finish(),
        usedPool: usedPool.finish(),
      });
    },
  };
}

/** An entry in the pool: the service, the number of actions, the actions. Names that are no action name of the service are left out: that removes less. */
function packEntry({ service, actions }: UnusedEntry, names: Names, pool: Pool): void {
  const folded = foldCase(service);
  if (names.find(folded) === undefined && !/^[\w-]+$/.test(folded)) return;
  let from = 0;
  do {
    pool.push(names.idOf(folded));
    const countAt = pool.length();
    pool.push(wholeService);
    if (actions === undefined) return;
    const part = actions.length > longestEntry ? actions.slice(from, from + longestEntry) : actions;
    for (const item of part) {
      const name = actionName(item, folded, names);
      if (name !== undefined) pool.push(name);
    }
    pool.set(countAt, pool.length() - countAt - 1);
    from += longestEntry;
  } while (from < actions.length);
}

/** All names that a report shows as used, one entry a service: its name, how many, the actions. None is left out. */
function packUsed(used: readonly UsedEntry[], names: Names, pool: Pool): readonly [start: number, end: number] {
  const start = pool.length();
  for (const { service, actions } of used)
    for (const value of [names.idOf(service), actions.length, ...actions.map(names.idOf)]) pool.push(value);
  return [start, pool.length()];
}

/** The number of the bare action name; `svc:Name` is accepted too. */
function actionName(text: string, service: string, names: Names): number | undefined {
  const known = names.find(text);
  if (known !== undefined) return known;
  const [, prefix, name] = /^(?:([A-Za-z0-9-]+):)?([\w-]+)$/.exec(text) ?? [];
  return name !== undefined && (prefix === undefined || foldCase(prefix) === service) ? names.idOf(name) : undefined;
}

/** Numbers for names, from 0. A name with a colon is never among them. */
interface Names {
  readonly find: (name: string) => number | undefined;
  readonly idOf: (name: string) => number;
  readonly all: () => readonly string[];
}

function createNames(): Names {
  const ids = new Map<string, number>();
  return {
    find: (name) => ids.get(name),
    idOf(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      ids.set(name, ids.size);
      return ids.size - 1;
    },
    all: () => [...ids.keys()],
  };
}

/** A growing list of small numbers: two bytes each, four as soon as one needs them. */
interface Pool {
  readonly length: () => number;
  readonly push: (value: number) => void;
  readonly set: (index: number, value: number) => void;
  readonly finish: () => Uint16Array | Uint32Array;
}

function createPool(): Pool {
  let values: Uint16Array | Uint32Array = new Uint16Array(256);
  let length = 0;
  const grown = (capacity: number, isWide: boolean): Uint16Array | Uint32Array => {
    const next = isWide ? new Uint32Array(capacity) : new Uint16Array(capacity);
    next.set(values);
    return next;
  };
  return {
    length: () => length,
    push(value) {
      const isWide = values instanceof Uint32Array;
      if (!isWide && value > 0xffff) values = grown(values.length, true);
      if (length === values.length) values = grown(Math.ceil(length * 1.5), values instanceof Uint32Array);
      values[length++] = value;
    },
    set(index, value) {
      values[index] = value;
    },
    finish: () => values.slice(0, length),
  };
}

interface PackedColumns {
  readonly kind: Uint8Array;
  readonly analyzedAt: Float64Array;
  readonly saidAt: Float64Array;
  readonly changedAt: Float64Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly entries: Uint32Array;
}

function packColumns({ kind, analyzedAt, saidAt, changedAt, offset, length, entries }: Columns): PackedColumns {
  return {
    kind: Uint8Array.from(kind),
    analyzedAt: Float64Array.from(analyzedAt),
    saidAt: Float64Array.from(saidAt),
    changedAt: Float64Array.from(changedAt),
    offset: Float64Array.from(offset),
    length: Uint32Array.from(length),
    entries: Uint32Array.from(entries),
  };
}

interface Packed {
  readonly columns: PackedColumns;
  readonly arns: PackedTexts;
  readonly ids: PackedTexts;
  readonly chains: Chains;
  readonly ofNobody: readonly number[];
  readonly rare: Rare;
  readonly names: readonly string[];
  readonly pool: Uint16Array | Uint32Array;
  readonly usedPool: Uint16Array | Uint32Array;
}

function unpackable(packed: Packed): PackedFindings {
  const { columns, arns, ofNobody } = packed;
  const unpacked = new Map<number, Finding>();
  const lookUp = createLookUp(arns, packed.chains);
  return {
    count: arns.count,
    finding(index) {
      const finding = unpacked.get(index) ?? unpack(packed, index);
      unpacked.set(index, finding);
      return finding;
    },
    arn: arns.at,
    id: packed.ids.at,
    span: (index) => ({ offset: columns.offset[index] ?? 0, length: columns.length[index] ?? 0 }),
    saidAt: (index) => columns.saidAt[index] || 0,
    isUnreadable: (index) => packed.rare.unreadable.has(index),
    ofArn: (arn) => lookUp(nameIn(arn)).filter((index) => arns.at(index) === arn),
    ofName: lookUp,
    ofNobody,
  };
}

function unpack({ columns, arns, ids, rare, names, pool, usedPool }: Packed, index: number): Finding {
  const used = unpackUsed(usedPool.subarray(...(rare.used.get(index) ?? [0, 0])), names);
  const principal: Principal | undefined = principalOf(arns.at(index) ?? '');
  return {
    kind: kinds[columns.kind[index] ?? 0] ?? 'permissions',
    principal,
    id: ids.at(index),
    analyzedAt: timeIn(columns.analyzedAt, index),
    changedAt: timeIn(columns.changedAt, index),
    incomplete: rare.incomplete.get(index),
    lastAccessed: rare.lastAccessed.get(index),
    isUnreadable: rare.unreadable.has(index) ? true : undefined,
    services: lessUsed(unpackServices(pool.subarray(columns.entries[index], columns.entries[index + 1]), names), used),
    used,
  };
}

/** Absent times are NaN. */
function timeIn(times: Float64Array, index: number): number | undefined {
  const time = times[index] ?? Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function unpackUsed(entries: Uint16Array | Uint32Array, names: readonly string[]): string[] {
  const used: string[] = [];
  for (let at = 0; at < entries.length;) {
    const past = at + 2 + (entries[at + 1] ?? 0);
    for (const id of entries.subarray(at + 2, past)) used.push(`${names[entries[at] ?? 0]}:${names[id]}`);
    at = past;
  }
  return used;
}

/** One entry a service; where a finding holds several, all that they name is unused, and one for the whole service stands for all. */
function unpackServices(entries: Uint16Array | Uint32Array, names: readonly string[]): ReadonlyMap<string, UnusedService> {
  const services = new Map<string, UnusedService>();
  for (let at = 0; at < entries.length;) {
    const service = names[entries[at] ?? 0] ?? '';
    const count = entries[at + 1] ?? 0;
    const known = services.get(service);
    const past = at + 2 + (count === wholeService ? 0 : count);
    if (count === wholeService) services.set(service, { service });
    else if (known === undefined || known.actions !== undefined)
      services.set(service, { service, actions: withNames(known?.actions, entries.subarray(at + 2, past), names) });
    at = past;
  }
  return services;
}

/** By folded name; of several spellings the first. */
function withNames(known: ReadonlyMap<string, string> | undefined, ids: Uint16Array | Uint32Array, names: readonly string[]) {
  const actions = new Map(known);
  for (const id of ids) {
    const name = names[id] ?? '';
    if (!actions.has(foldCase(name))) actions.set(foldCase(name), name);
  }
  return actions;
}
