/** Reads one JSON value of a findings file, whichever of the known shapes it has. */
import { isRecord, textOf, type JsonRecord } from '../text/jsonValue.ts';
import { say, type Message } from '../text/message.ts';
import { readCounted } from './countedFinding.ts';
import type { Decoded } from './decoded.ts';
import { decodeFinding, withoutArn } from './detailedFinding.ts';
import { readRecommendations } from './recommendation.ts';
import { ambiguousReport, decodeReport, isReport } from './report.ts';
import { spelling, spellingsOf, withPlainEnums } from './spelling.ts';
import { ambiguity } from './unusedEntries.ts';

/**
 * Reads one JSON value. Never throws. A value has a shape only if it has the members of that shape; unknown members
 * beside those of a finding are ignored. Shapes: AWS API Reference, Access Analyzer "GetFindingV2" and
 * "GetFindingRecommendation"; IAM "GetServiceLastAccessedDetails"; Security Hub "GetRecommendedPolicyV2" and the
 * finding formats.
 */
export function decode(value: unknown): Decoded {
  if (!isRecord(value)) return nothing;
  const usual = spelling.usual(value);
  return usual === undefined ? decodeAmbiguous(value) : decodeUsual(withPlainEnums(usual), value);
}

/** `record` is the value in the usual spelling, `value` the same as written. */
function decodeUsual(record: JsonRecord, value: JsonRecord): Decoded {
  const details = record['findingDetails'];
  if (details !== undefined && details !== null) return decodeFinding(record, details, value);
  if (isReport(record)) return decodeReport(record, value);
  const what = otherReport(record);
  if (what !== undefined) return { kind: 'other', what };
  return readRecommendations(record) ?? readCounted(record) ?? nothing;
}

const nothing: Decoded = { kind: 'nothing' };

/** The other reports of IAM (IAM API Reference). They do not tell which permissions a principal leaves unused. */
function otherReport(record: JsonRecord): Message | undefined {
  if (record['JobStatus'] === undefined) return undefined;
  if (record['EntityDetailsList'] !== undefined) return say('a report of the entities that used a service');
  if (record['AccessDetails'] !== undefined) return say('an organizations access report');
  return record['JobCreationDate'] === undefined ? undefined : say('a report without services');
}

/**
 * Reads a value with a member in two spellings. Which of the two applies is not known, so a finding is unreadable for
 * every principal that it may name.
 */
function decodeAmbiguous(value: JsonRecord): Decoded {
  const doubt = ambiguity(value);
  const all = (name: string): readonly unknown[] => spellingsOf(value, name).map(([, found]) => found);
  const isFinding = all('findingDetails').length + all('findingType').length > 0;
  const unclear =
    isFinding || all('status').length > 0
      ? withoutArn(all('resource'), { id: all('id').map(textOf)[0] }, doubt)
      : undefined;
  if (unclear !== undefined) return unclear;
  if (isFinding) return { kind: 'other', what: say('a value that cannot be read: {0}', doubt) };
  const services = all('ServicesLastAccessed');
  return services.length === 0 ? nothing : { kind: 'unreadable', findings: [ambiguousReport(services, value, doubt)] };
}
