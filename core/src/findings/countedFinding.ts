import { isRecord, listOf, textOf, type JsonRecord } from '../text/jsonValue.ts';

/**
 * An active finding about unused permissions that says how many there are, but not which: from `list-findings-v2`, an EventBridge event or
 * Security Hub. Nothing can be removed on its word; the whole finding has to be fetched.
 */
export type CountedFinding =
  | { readonly from: 'access-analyzer'; readonly id: string; /** Where the document names it. */ readonly analyzer?: string | undefined }
  /** In Security Hub's new format (OCSF): fetched is what AWS recommends. `id` is its `metadata.uid`. */
  | { readonly from: 'security-hub'; readonly id: string };

/** A counted finding as one case of what a value of a findings file may be; `undefined` for any other value. */
export function readCounted(
  value: JsonRecord,
): { readonly kind: 'counted'; readonly counted: CountedFinding } | { readonly kind: 'other-finding' } | undefined {
  const found = countedIn(value);
  if (found === undefined) return undefined;
  return found === 'not-meant' ? { kind: 'other-finding' } : { kind: 'counted', counted: found };
}

function countedIn(value: JsonRecord): CountedFinding | 'not-meant' | undefined {
  const { detail, ProductFields: fields } = value;
  if (Array.isArray(value['permission_analysis_results'])) return fromOcsf(value);
  if (isRecord(fields)) return counted(fields, 'findingId', value['RecordState'], analyzerIn(textOf(value['Id'])));
  if (isRecord(detail)) return counted(detail, 'findingId', detail['status'], analyzerIn(textOf(listOf(value['resources'])[0])));
  return counted(value, 'id', value['status'], undefined);
}

function counted(node: JsonRecord, idKey: string, status: unknown, analyzer: string | undefined): CountedFinding | 'not-meant' | undefined {
  const id = textOf(node[idKey]);
  if (typeof node['findingType'] !== 'string' || id === undefined) return undefined;
  const isMeant = node['findingType'] === 'UnusedPermission' && status === 'ACTIVE' && /^[\w-]+$/.test(id);
  return isMeant ? { from: 'access-analyzer', id, analyzer } : 'not-meant';
}

/** Class 2008 of OCSF, "IAM Analysis Finding"; what could mean something to a shell is no identifier. */
function fromOcsf({ metadata }: JsonRecord): CountedFinding | 'not-meant' {
  const id = isRecord(metadata) ? textOf(metadata['uid']) : undefined;
  return id !== undefined && /^[\w:/.+=@-]+$/.test(id) ? { from: 'security-hub', id } : 'not-meant';
}

/** The analyzer's ARN at the start of a text; what could mean something to a shell is no ARN. */
function analyzerIn(text: string | undefined): string | undefined {
  return /^arn:[\w-]+:access-analyzer:[\w-]+:\d{12}:analyzer\/[\w.-]+/.exec(text ?? '')?.[0];
}

/** The command that fetches what the counted finding leaves out. */
export function fetchCommand(finding: CountedFinding): string {
  switch (finding.from) {
    case 'access-analyzer':
      return `aws accessanalyzer get-finding-v2 --analyzer-arn ${finding.analyzer ?? 'ANALYZER_ARN'} --id ${finding.id}`;
    case 'security-hub':
      return `aws securityhub get-recommended-policy-v2 --metadata-uid ${finding.id}`;
  }
}

/** What to tell of a file with counted findings, a line each; nothing where it has none. At most twenty commands are spelled out. */
export function countedAdvice(findings: readonly CountedFinding[]): string[] {
  if (findings.length === 0) return [];
  const [count, them] = findings.length === 1 ? ['1 finding', 'it'] : [`${findings.length} findings`, 'them'];
  const commands = findings.slice(0, 20).map((finding) => `  ${fetchCommand(finding)}`);
  const more = findings.length > 20 ? [`  … and so on for ${findings.length - 20} more`] : [];
  return [`${count} without the names of the unused actions; fetch ${them} with`, ...commands, ...more];
}
