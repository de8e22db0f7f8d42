/** Collects what the values of a findings file hold, one value after another. */
import type { SyntaxError } from '../text/tree.ts';
import { isRecord, listOf, textsIn, type JsonRecord } from '../text/jsonValue.ts';
import { inWords, say, type Message } from '../text/message.ts';
import type { Span } from '../text/span.ts';
import { decode } from './decode.ts';
import type { CountedFinding, Decoded, DecodedFinding } from './decoded.ts';
import type { JsonItem } from './jsonStream.ts';
import { readDeployed } from './deployed.ts';
import type { Deployment } from './deployment.ts';
import { misplacedIn } from './misplaced.ts';
import { createNameScan, type NamedInText, type NameScan } from './nameScan.ts';
import { createJoiningPacker, type JoiningPacker } from './joinedFindings.ts';
import type { Recommendation } from './recommendation.ts';
import type { ClosedFinding, SetAsideFinding } from './setAside.ts';
import { spellingsOf } from './spelling.ts';

/** What has been found in a findings file so far. The members are those of `FindingsReading`, unless said otherwise. */
export interface Found {
  readonly packer: JoiningPacker;
  readonly closed: Map<string, number>;
  readonly counted: CountedFinding[];
  readonly recommendations: Recommendation[];
  readonly deployed: Deployment[];
  readonly setAside: SetAsideFinding[];
  /** By its English text, so that thousands of findings of one type give one message. */
  readonly otherContent: Map<string, Message>;
  /** The principals and ids in values that are not packed. If the file turns out to be broken, only names are used. */
  readonly names: NameScan;
  isRecognised: boolean;
  /** The first finding in a place where none is read. */
  misplaced: SyntaxError | undefined;
}

/** `isDeployed`: the file is searched for what was deployed, and not for findings. */
export function createFound(isDeployed: boolean): Found {
  return {
    packer: createJoiningPacker(),
    closed: new Map(),
    counted: [],
    recommendations: [],
    deployed: [],
    setAside: [],
    otherContent: new Map(),
    names: createNameScan({ withIds: !isDeployed }),
    isRecognised: false,
    misplaced: undefined,
  };
}

/** All principals and ids that a broken file names: in the values before the error, and in the text from there on. */
export function namedIn({ packer, setAside, closed, names }: Found): NamedInText {
  const findings = packer.finish();
  for (let index = 0; index < findings.count; index++) {
    names.addArn(findings.arn(index));
    names.addId(findings.id(index));
  }
  for (const { principal, id } of setAside) {
    names.addArn(principal.arn);
    names.addId(id);
  }
  for (const id of closed.keys()) names.addId(id);
  return names.found();
}

/** Adds a value of the file. A list, or an object around one, is read as if it were a document of its own. */
export function addItem(found: Found, item: JsonItem): void {
  const { value, span, text } = item;
  const lists = Array.isArray(value) ? [listOf(value)] : isRecord(value) ? listsIn(value) : [];
  const arePacked = (lists.length > 0 ? lists.flat() : [value]).map((element) => addElement(found, element, item));
  if (arePacked.includes(false)) found.names.push(`${text}\n`);
  if (isRecord(value) && lists.length > 0) checkOtherMembers(found, value, span);
}

function addElement(found: Found, element: unknown, { span }: JsonItem): boolean {
  const decoded = decode(element);
  const deployed = decoded.kind === 'nothing' ? readDeployed(element) : undefined;
  for (const deployment of deployed ?? []) found.deployed.push(deployment);
  if (decoded.kind === 'nothing' && deployed === undefined) noteMisplaced(found, element, span);
  return addDecoded(found, decoded, span);
}

/** Checks the members beside the lists of findings of an object: no finding is read there, so there must be none. */
export function checkOtherMembers(found: Found, value: JsonRecord, span: Span): void {
  const lists = new Set(spellingsOf(value, 'findings').map(([key]) => key));
  const beside = Object.fromEntries(Object.entries(value).filter(([key]) => !lists.has(key)));
  if (noteMisplaced(found, beside, span))
    for (const text of textsIn(beside)) found.names.push(`${JSON.stringify(text)}\n`);
}

function noteMisplaced(found: Found, value: unknown, span: Span): boolean {
  const message = misplacedIn(value);
  if (message === undefined) return false;
  found.misplaced ??= { span, message };
  return true;
}

/** The lists in the `findings` member of an object, under any spelling of that name. */
export function listsIn(value: JsonRecord): (readonly unknown[])[] {
  if (value['findingDetails'] !== undefined) return [];
  return spellingsOf(value, 'findings').flatMap(([, list]) => (Array.isArray(list) ? [listOf(list)] : []));
}

/** The limit of `otherContent`: each message stands for a kind of content, and more would not be read. */
const mostContents = 20;

/** Adds what a value is. False if the value may name principals or ids that are not remembered with it. */
function addDecoded(found: Found, decoded: Decoded, span: Span): boolean {
  if (decoded.kind !== 'nothing') found.isRecognised = true;
  switch (decoded.kind) {
    case 'finding':
      found.packer.add(decoded.finding, span);
      return true;
    case 'unreadable':
      for (const finding of decoded.findings) addUnreadable(found, finding, span);
      return false;
    case 'closed':
      addClosed(found, decoded);
      return true;
    case 'counted':
      found.counted.push(decoded.counted);
      addSetAside(found, decoded);
      return false;
    case 'recommendations':
      for (const recommendation of decoded.recommendations) found.recommendations.push(recommendation);
      return false;
    case 'other':
      addSetAside(found, decoded);
      addContent(found, decoded.what);
      return false;
    case 'nothing':
      return false;
  }
}

function addSetAside(found: Found, { setAside }: { readonly setAside?: SetAsideFinding | undefined }): void {
  if (setAside !== undefined) found.setAside.push(setAside);
}

function addClosed(found: Found, { id, asOf, setAside, what }: ClosedFinding): void {
  if (id !== undefined) close(found, id, asOf);
  found.setAside.push(setAside);
  addContent(found, what);
}

/** Adds the id of a closed finding, with the latest time of its copies. */
export function close({ closed }: Pick<Found, 'closed'>, id: string, asOf: number): void {
  closed.set(id, Math.max(asOf, closed.get(id) ?? 0));
}

/** Adds an unreadable finding. It is packed like others, so that its principal does not seem to have no findings. */
function addUnreadable(found: Found, finding: DecodedFinding, span: Span): void {
  found.packer.add(finding, span);
  const { principal, id, incomplete } = finding;
  if (principal === undefined || incomplete === undefined) return;
  found.setAside.push({
    principal,
    id,
    kind: 'unreadable',
    reason: say('its finding cannot be read: {0}', incomplete),
  });
}

/** Adds a kind of content to `otherContent`, up to its limit. */
export function addContent({ otherContent }: Pick<Found, 'otherContent'>, what: Message): void {
  if (otherContent.size < mostContents) otherContent.set(inWords(what), what);
}
