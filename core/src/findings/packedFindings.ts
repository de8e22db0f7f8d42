/** Stores many findings in little memory, as plain values, and unpacks those that are asked for. */
import type { Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import type { DecodedFinding } from './decoded.ts';
import { principalOf, type Finding, type FindingKind, type Principal } from './model.ts';
import {
  createFoldedNames,
  createNames,
  createPool,
  packEntry,
  packUsed,
  unpackServices,
  unpackUsed,
  type FoldedNames,
  type PackedPool,
} from './packedEntries.ts';
import { chainsOf, createLookUp, hashOf, nameIn, noHash, type Chains } from './principalLookUp.ts';
import { createTextPacker, openTexts, type PackedTexts, type TextColumns } from './packedTexts.ts';
import { withoutUsed } from './withoutUsed.ts';
import type { PackedFindings } from './findingsReading.ts';

/** Packs findings one by one. */
export interface FindingsPacker {
  readonly add: (finding: DecodedFinding, span: Span) => void;
  /** Call this once, after the last finding. */
  readonly finish: () => FindingsTable;
}

const kinds: readonly FindingKind[] = ['permissions', 'role', 'report', 'short form'];

/** Columns with one number for each finding. Absent times are NaN. */
interface Columns {
  readonly kind: number[];
  readonly analyzedAt: number[];
  readonly changedAt: number[];
  readonly offset: number[];
  readonly length: number[];
  /** Where the entries of the finding start in the pool. They end where those of the next finding start. */
  readonly entries: number[];
}

/** Properties that few findings have, by index. */
interface Rare {
  /** The `asOf` of findings for which it is not the later of the other two times. NaN if it is absent. */
  readonly asOf: Map<number, number>;
  readonly incomplete: Map<number, Message>;
  readonly lastAccessed: Map<number, number>;
  readonly unreadable: Set<number>;
  readonly mentions: Map<number, readonly string[]>;
  /** Where the used names of the finding start and end in their pool. */
  readonly used: Map<number, readonly [start: number, end: number]>;
}

export function createFindingsPacker(): FindingsPacker {
  const columns: Columns = { kind: [], analyzedAt: [], changedAt: [], offset: [], length: [], entries: [] };
  const arns = createTextPacker();
  const ids = createTextPacker();
  const hashes: number[] = [];
  const withoutPrincipal: number[] = [];
  const rare: Rare = {
    asOf: new Map(),
    incomplete: new Map(),
    lastAccessed: new Map(),
    unreadable: new Set(),
    mentions: new Map(),
    used: new Map(),
  };
  const names = createNames();
  const pool = createPool();
  const usedPool = createPool();
  return {
    add(finding, span) {
      const index = columns.kind.length;
      const arn = finding.principal?.arn;
      arns.add(arn);
      if (arn === undefined) withoutPrincipal.push(index);
      hashes.push(arn === undefined ? noHash : hashOf(arn, arn.lastIndexOf('/') + 1));
      ids.add(finding.id);
      addRow(columns, finding, span, pool.length());
      addRare(rare, finding, index);
      for (const entry of finding.entries) packEntry(entry, names, pool);
      if (finding.used !== undefined && finding.used.length > 0)
        rare.used.set(index, packUsed(finding.used, names, usedPool));
    },
    finish() {
      columns.entries.push(pool.length());
      return {
        columns: packColumns(columns),
        arns: arns.finish(),
        ids: ids.finish(),
        chains: chainsOf(hashes),
        withoutPrincipal,
        rare,
        names: names.all(),
        pool: pool.finish(),
        usedPool: usedPool.finish(),
      };
    },
  };
}

function addRow(columns: Columns, finding: DecodedFinding, span: Span, entries: number): void {
  columns.kind.push(kinds.indexOf(finding.kind));
  columns.analyzedAt.push(finding.analyzedAt ?? Number.NaN);
  columns.changedAt.push(finding.changedAt ?? Number.NaN);
  columns.offset.push(span.offset);
  columns.length.push(span.length);
  columns.entries.push(entries);
}

function addRare(
  rare: Rare,
  { analyzedAt, changedAt, asOf, incomplete, lastAccessed, isUnreadable, mentions = [] }: DecodedFinding,
  index: number,
): void {
  if (asOf !== laterOf(analyzedAt, changedAt)) rare.asOf.set(index, asOf ?? Number.NaN);
  if (incomplete !== undefined) rare.incomplete.set(index, incomplete);
  if (lastAccessed !== undefined) rare.lastAccessed.set(index, lastAccessed);
  if (isUnreadable === true) rare.unreadable.add(index);
  if (mentions.length > 0) rare.mentions.set(index, mentions);
}

interface PackedColumns {
  readonly kind: Uint8Array;
  readonly analyzedAt: Float64Array;
  readonly changedAt: Float64Array;
  readonly offset: Float64Array;
  readonly length: Uint32Array;
  readonly entries: Uint32Array;
}

function packColumns({ kind, analyzedAt, changedAt, offset, length, entries }: Columns): PackedColumns {
  return {
    kind: Uint8Array.from(kind),
    analyzedAt: Float64Array.from(analyzedAt),
    changedAt: Float64Array.from(changedAt),
    offset: Float64Array.from(offset),
    length: Uint32Array.from(length),
    entries: Uint32Array.from(entries),
  };
}

/** Packed findings as plain values, which can be sent from one thread to another. */
export interface FindingsTable {
  readonly columns: PackedColumns;
  readonly arns: TextColumns;
  readonly ids: TextColumns;
  readonly chains: Chains;
  readonly withoutPrincipal: readonly number[];
  readonly rare: Rare;
  readonly names: readonly string[];
  readonly pool: PackedPool;
  readonly usedPool: PackedPool;
}

/** Packed findings of a part of a file. `start` is the offset in the file from which their spans count. */
export interface TableInFile {
  readonly table: FindingsTable;
  readonly start: number;
}

/** Gives access to packed findings. `start` is the offset in the file from which their spans count. */
export function openTable(table: FindingsTable, start = 0): PackedFindings {
  const { columns, withoutPrincipal, rare } = table;
  const texts = { arns: openTexts(table.arns), ids: openTexts(table.ids), folded: createFoldedNames(table.names) };
  const { arns, ids } = texts;
  const unpacked = new Map<number, Finding>();
  const lookUp = createLookUp(arns, table.chains);
  return {
    count: arns.count,
    finding(index) {
      const finding = unpacked.get(index) ?? unpack(table, texts, index);
      unpacked.set(index, finding);
      return finding;
    },
    arn: arns.at,
    id: ids.at,
    span: (index) => ({ offset: start + (columns.offset[index] ?? 0), length: columns.length[index] ?? 0 }),
    asOf: (index) =>
      (rare.asOf.get(index) ?? laterOf(timeIn(columns.analyzedAt, index), timeIn(columns.changedAt, index))) || 0,
    isUnreadable: (index) => rare.unreadable.has(index),
    mentions: (index) => rare.mentions.get(index) ?? [],
    unreadable: [...rare.unreadable],
    ofArn: (arn) => lookUp(nameIn(arn)).filter((index) => arns.at(index) === arn),
    ofName: lookUp,
    withoutPrincipal,
    tables: [{ table, start }],
  };
}

/** The texts of a table. */
interface OpenTexts {
  readonly arns: PackedTexts;
  readonly ids: PackedTexts;
  readonly folded: FoldedNames;
}

function unpack(
  { columns, rare, names, pool, usedPool }: FindingsTable,
  { arns, ids, folded }: OpenTexts,
  index: number,
): Finding {
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
    services: withoutUsed(
      unpackServices(pool.subarray(columns.entries[index], columns.entries[index + 1]), folded),
      used,
    ),
    used,
  };
}

/** The time at an index; `undefined` if it is absent (NaN). */
function timeIn(times: Float64Array, index: number): number | undefined {
  const time = times[index] ?? Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** The later of two times; `undefined` if both are absent. */
function laterOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
