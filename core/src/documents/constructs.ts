/** Where in an app the constructs of the AWS CDK were made (Cloud Assembly schema, `manifest.json`). */
import { say } from '../text/message.ts';
import { isRecord, jsonValueOf } from '../text/jsonValue.ts';
import type { DocumentReading } from './reading.ts';
import { constructOf } from './shapes/generatedDocument.ts';

/** A place in a file of the app. */
export interface ConstructPlace {
  /** As the trace has it: absolute, perhaps on another machine. */
  readonly file: string;
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
}

/** For the path of each construct with a trace, the places that led to it, the innermost first. */
export type ConstructPlaces = ReadonlyMap<string, readonly ConstructPlace[]>;

/** The file beside a template that has the traces, if the app was run with `--debug`. */
export const manifestName = 'manifest.json';

/** The places in a manifest; none if it is no manifest. Frames of libraries are left out. O(length). */
export function constructPlaces(manifest: string): ConstructPlaces {
  const root = jsonValueOf(manifest);
  const artifacts = isRecord(root) && isRecord(root['artifacts']) ? Object.values(root['artifacts']) : [];
  const places = new Map<string, readonly ConstructPlace[]>();
  for (const artifact of artifacts) {
    const metadata = isRecord(artifact) && isRecord(artifact['metadata']) ? artifact['metadata'] : {};
    for (const [key, entries] of Object.entries(metadata)) {
      const found = framesIn(entries).flatMap(placeIn);
      if (found.length > 0) places.set(key.slice(1), [...(places.get(key.slice(1)) ?? []), ...found]);
    }
  }
  return places;
}

/** The frames of the traces, the innermost first. */
function framesIn(entries: unknown): string[] {
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown) => {
    const trace = isRecord(entry) ? entry['trace'] : undefined;
    return (Array.isArray(trace) ? trace : []).flatMap((frame: unknown) => (typeof frame === 'string' ? [frame] : []));
  });
}

/** `new ShopStack (/app/lib/shop-stack.ts:12:5)`. */
const frameOfFile = /(?:^|[\s(])((?:\/|[A-Za-z]:[\\/])[^()]*?):(\d+)(?::(\d+))?\)?$/;

function placeIn(frame: string): readonly ConstructPlace[] {
  const [, file, line, column = '1'] = frameOfFile.exec(frame.trim()) ?? [];
  if (file === undefined || line === undefined || /[\\/](?:node_modules|site-packages)[\\/]/.test(file)) return [];
  return [{ file, line: Number(line), column: Number(column) }];
}

/**
 * The reading of a template with the line of the app behind the construct that each policy is read-only for. `shown`:
 * how a file is written.
 */
export function withConstructs(
  reading: DocumentReading,
  places: ConstructPlaces,
  shown: (file: string) => string,
): DocumentReading {
  const policies = reading.policies.map((policy) => {
    const path = policy.readOnly && constructOf(policy.readOnly);
    const [place] = (path === undefined ? undefined : places.get(path)) ?? [];
    if (policy.readOnly === undefined || place === undefined) return policy;
    const where = `${shown(place.file)}:${place.line}`;
    return { ...policy, readOnly: say('{0} ({1})', policy.readOnly, where) };
  });
  return { ...reading, policies };
}
