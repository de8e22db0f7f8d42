/** Finds the ARNs of principals and the ids of findings in a text that cannot be read as JSON. */

/** The ARNs of IAM roles and users, and the ids of findings, that a text names. */
export interface NamedInText {
  readonly arns: readonly string[];
  readonly ids: readonly string[];
  /** There are more names than are remembered, so the text may name any principal. */
  readonly isMore?: true;
}

/** Finds names in a text that arrives in pieces. */
export interface NameScan {
  readonly push: (piece: string) => void;
  readonly addArn: (arn: string | undefined) => void;
  readonly addId: (id: string | undefined) => void;
  /** Adds the names of a text that starts on a line of its own, after the text so far. */
  readonly addAll: (names: NamedInText) => void;
  /** The names found so far. A name at the end of the text so far counts as complete. */
  readonly found: () => NamedInText;
}

/** The most ARNs that are remembered, and the most ids. */
const mostNames = 200_000;

/**
 * No name is longer than this: an ARN with a path of 512 characters, or an id after its key, with every character
 * escaped (`\u0041`). In UTF-16 code units.
 */
const longestName = 8192;

/** The least text that is searched at once, in UTF-16 code units. */
const portion = 64 * 1024;

/** The ARN of an IAM role or user: its start up to the type, then everything that may be path or name. */
const arnStart = /arn:[\w-]{1,40}:iam::\d{12}:(?:role|user)\/(?:(?!arn:)[!#-[\]-~]){1,1024}/g;
/** A UUID, or the value of an `"id"`, `"findingId"` or `"finding_id"`. */
const idPattern =
  /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|"(?:finding)?_?id"\s{0,100}:\s{0,100}"[^"\\]{1,1024}(?:"|$)/gi;

/**
 * Makes a scan. With `withIds: false`, no ids are found: in other files than those of findings, they may be secrets. A
 * name may be split between two pieces. JSON escapes in names (`\/`, `\u002B`) are decoded. O(length of
 * the text) time; the memory for the text is bounded.
 */
export function createNameScan({ withIds = true }: { readonly withIds?: boolean } = {}): NameScan {
  const arns = new Set<string>();
  const ids = new Set<string>();
  let isMore = false;
  let rest = '';
  const add = (names: Set<string>, name: string): void => {
    if (names.size < mostNames) names.add(name);
    else isMore ||= !names.has(name);
  };
  const scan = (text: string, isLast: boolean): void => {
    // A match at the end may continue in the next piece. It is found again then.
    const isWhole = ({ index, 0: match }: RegExpExecArray): boolean => isLast || index + match.length < text.length;
    for (const match of text.matchAll(arnStart))
      if (isWhole(match)) for (const arn of arnsAtStartOf(match[0])) add(arns, arn);
    if (withIds) for (const match of text.matchAll(idPattern)) if (isWhole(match)) add(ids, idIn(match[0]));
  };
  const scanRest = (): void => {
    scan(unescaped(rest), true);
    rest = '';
  };
  return {
    push(piece) {
      rest += piece;
      if (rest.length < portion) return;
      // An escape that is split between pieces is left for the next piece.
      const cut = /\\(?:u[\da-fA-F]{0,3})?$/.exec(rest.slice(-5));
      scan(unescaped(cut === null ? rest : rest.slice(0, -cut[0].length)), false);
      rest = rest.slice(-longestName);
    },
    addArn(arn) {
      if (arn !== undefined) add(arns, arn);
    },
    addId(id) {
      if (withIds && id !== undefined) add(ids, id);
    },
    addAll(names) {
      scanRest();
      for (const arn of names.arns) add(arns, arn);
      if (withIds) for (const id of names.ids) add(ids, id);
      isMore ||= names.isMore === true;
    },
    found() {
      scanRest();
      return { arns: [...arns], ids: [...ids], ...(isMore ? { isMore } : {}) };
    },
  };
}

/** The ARNs of IAM roles and users in a text. */
export function arnsIn(text: string): string[] {
  return [...unescaped(text).matchAll(arnStart)].flatMap(([run]) => arnsAtStartOf(run));
}

/** The most segments of a path that are read. Real paths have few. */
const mostSegments = 64;

/** Decodes JSON escapes of printable ASCII characters. `\"` and `\\` stay, because they end a name. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:\/|u00([2-7][\da-fA-F]))/g, (escape: string, code: string | undefined) => {
    const character = code === undefined ? '/' : String.fromCharCode(Number.parseInt(code, 16));
    return character === '"' || character === '\\' ? escape : character;
  });
}

/**
 * All ARNs that the run of characters may start with. In a text that is not JSON, characters after a name may look like
 * more of it (`…role/A,arn:…`, `…role/A.`), so each reading counts. In `…role/prod/App`, `prod/` is the path, not a
 * name.
 */
function arnsAtStartOf(run: string): string[] {
  const found: string[] = [];
  let from = run.indexOf('/') + 1;
  for (let segments = 0; segments < mostSegments && from > 0; segments++) {
    const name = /^[\w+=,.@-]+/.exec(run.slice(from))?.[0];
    if (name !== undefined && !isPath(name, run.slice(from)))
      found.push(run.slice(0, from) + name, run.slice(0, from) + name.replace(/[,.]+$/, ''));
    from = run.indexOf('/', from) + 1;
  }
  return found;
}

/**
 * Is the segment at the start of `run` part of a path: does a slash follow, and another name? A segment with a comma
 * may be a name that ends at the comma, so it does not count as a path.
 */
function isPath(segment: string, run: string): boolean {
  return !segment.includes(',') && /^\/[\w+=,.@-]/.test(run.slice(segment.length, segment.length + 2));
}

/** The id in a match, as a new string: a substring would keep the whole text in memory. */
function idIn(match: string): string {
  const colon = match.startsWith('"') ? match.indexOf(':') : -1;
  const id = colon < 0 ? match : match.slice(match.indexOf('"', colon) + 1).replace(/"$/, '');
  return id.charAt(0) + id.slice(1);
}
