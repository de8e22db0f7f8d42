import { elements, member, stringMember, type JsonNode } from '../text/jsonNode.ts';

/**
 * An active finding about unused permissions that says how many there are, but not which: from `list-findings-v2`, an EventBridge event or
 * Security Hub (ASFF). Nothing can be removed on its word; the whole finding has to be fetched.
 */
export interface CountedFinding {
  readonly id: string;
  /** The ARN of the analyzer, where the document names it. */
  readonly analyzer?: string | undefined;
}

/** The counted findings of a JSON document, in its order. */
export function countedFindings(root: JsonNode): CountedFinding[] {
  const lists = ['findings', 'Findings'].flatMap((key) => elements(member(root, key)));
  return [root, ...elements(root), ...lists].map(readCounted).filter((finding) => finding !== undefined);
}

function readCounted(node: JsonNode): CountedFinding | undefined {
  if (member(node, 'findingDetails') !== undefined) return undefined;
  const event = member(node, 'detail');
  const fields = member(node, 'ProductFields');
  if (fields !== undefined) return counted(fields, 'findingId', stringMember(node, 'RecordState'), analyzerIn(stringMember(node, 'Id')));
  if (event !== undefined) {
    const [analyzer] = elements(member(node, 'resources'));
    return counted(event, 'findingId', stringMember(event, 'status'), analyzerIn(String(analyzer?.value)));
  }
  return counted(node, 'id', stringMember(node, 'status'), undefined);
}

function counted(node: JsonNode, idKey: string, status: string | undefined, analyzer: string | undefined): CountedFinding | undefined {
  const id = stringMember(node, idKey);
  const isMeant = stringMember(node, 'findingType') === 'UnusedPermission' && status === 'ACTIVE';
  return isMeant && id !== undefined && /^[\w-]+$/.test(id) ? { id, analyzer } : undefined;
}

/** The analyzer's ARN at the start of a text; what could mean something to a shell is no ARN. */
function analyzerIn(text: string | undefined): string | undefined {
  return /^arn:[\w-]+:access-analyzer:[\w-]+:\d{12}:analyzer\/[\w.-]+/.exec(text ?? '')?.[0];
}

/** The command that fetches the whole finding. */
export function fetchCommand({ id, analyzer = 'ANALYZER_ARN' }: CountedFinding): string {
  return `aws accessanalyzer get-finding-v2 --analyzer-arn ${analyzer} --id ${id}`;
}

/** What to tell of a file with counted findings, a line each; nothing where it has none. At most twenty commands are spelled out. */
export function countedAdvice(findings: readonly CountedFinding[]): string[] {
  if (findings.length === 0) return [];
  const [count, them] = findings.length === 1 ? ['1 finding', 'it'] : [`${findings.length} findings`, 'them'];
  const commands = findings.slice(0, 20).map((finding) => `  ${fetchCommand(finding)}`);
  const more = findings.length > 20 ? [`  … and so on for ${findings.length - 20} more`] : [];
  return [`${count} without the names of the unused actions; fetch ${them} with`, ...commands, ...more];
}
