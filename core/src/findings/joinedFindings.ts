/** Joins the findings of the parts of a file, which were packed one by one. */
import type { PackedFindings } from './findingsReading.ts';
import {
  createFindingsPacker,
  openTable,
  type FindingsPacker,
  type FindingsTable,
  type TableInFile,
} from './packedFindings.ts';

/** Packs findings, and takes others that are packed already. */
export interface JoiningPacker extends Pick<FindingsPacker, 'add'> {
  /** Adds packed findings after those that were added before. `start` is the offset from which their spans count. */
  readonly addTable: (table: FindingsTable, start: number) => void;
  /** The findings since the last table. Call this once, after the last finding. */
  readonly table: () => FindingsTable;
  /** Call this once, after the last finding, instead of `table`. */
  readonly finish: () => PackedFindings;
}

export function createJoiningPacker(): JoiningPacker {
  const parts: PackedFindings[] = [];
  let packer = createFindingsPacker();
  return {
    add: (finding, span) => packer.add(finding, span),
    addTable(table, start) {
      parts.push(openTable(packer.finish()), openTable(table, start));
      packer = createFindingsPacker();
    },
    table: () => packer.finish(),
    finish: () => joined([...parts, openTable(packer.finish())]),
  };
}

/** Gives access to the findings of the parts of a file. */
export function openTables(tables: readonly TableInFile[]): PackedFindings {
  return joined(tables.map(({ table, start }) => openTable(table, start)));
}

function joined(all: readonly PackedFindings[]): PackedFindings {
  const parts = all.filter(({ count }, i) => count > 0 || i === all.length - 1);
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : severalParts(parts);
}

interface Part {
  readonly findings: PackedFindings;
  /** The index of its first finding among all findings. */
  readonly first: number;
}

function severalParts(all: readonly PackedFindings[]): PackedFindings {
  let last: Part = { findings: all[0] ?? openTable(createFindingsPacker().finish()), first: 0 };
  const parts = [last];
  for (const findings of all.slice(1)) {
    last = { findings, first: last.first + last.findings.count };
    parts.push(last);
  }
  /** Asks the part of a finding. There are few parts, one or two for each processor. */
  const of =
    <T>(ask: (findings: PackedFindings, index: number) => T) =>
    (index: number): T => {
      const { findings, first } = parts.findLast((part) => part.first <= index) ?? last;
      return ask(findings, index - first);
    };
  /** The indexes that every part names. */
  const indexes = (ask: (findings: PackedFindings) => readonly number[]): readonly number[] =>
    parts.flatMap(({ findings, first }) => ask(findings).map((index) => first + index));
  return {
    count: last.first + last.findings.count,
    finding: of((findings, index) => findings.finding(index)),
    arn: of((findings, index) => findings.arn(index)),
    id: of((findings, index) => findings.id(index)),
    span: of((findings, index) => findings.span(index)),
    asOf: of((findings, index) => findings.asOf(index)),
    isUnreadable: of((findings, index) => findings.isUnreadable(index)),
    mentions: of((findings, index) => findings.mentions(index)),
    unreadable: indexes(({ unreadable }) => unreadable),
    ofArn: (arn) => indexes((findings) => findings.ofArn(arn)),
    ofName: (name) => indexes((findings) => findings.ofName(name)),
    withoutPrincipal: indexes(({ withoutPrincipal }) => withoutPrincipal),
    tables: all.flatMap(({ tables }) => tables),
  };
}
