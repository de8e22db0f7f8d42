/** The IAM roles and users, and the findings, that a text names which cannot be read as JSON. */
export interface NamedInText {
  readonly arns: readonly string[];
  readonly ids: readonly string[];
  /** There are more than are remembered, so anybody may be named. */
  readonly isMore?: true;
}

/** Looks for names in a text that comes in pieces. */
export interface NameScan {
  readonly push: (piece: string) => void;
  readonly addArn: (arn: string | undefined) => void;
  readonly addId: (id: string | undefined) => void;
  /** What was found so far; a name at the end of what has come counts as whole. */
  readonly found: () => NamedInText;
}

/** Of ARNs and ids, so many are remembered. */
const mostNames = 200_000;

/**
 * No name is longer: an ARN with a path of 512 characters, and an id behind its key. In UTF-16 code units, each maybe
 * escaped.
 */
const longestName = 8192;

/** So much of a text is looked through at once. */
const portion = 64 * 1024;

/** An IAM ARN up to its type, and whatever could be path and name, up to the next ARN. */
const arnStart = /arn:[\w-]{1,40}:iam::\d{12}:(?:role|user)\/(?:(?!arn:)[!#-[\]-~]){1,1024}/g;
/** A UUID, and what stands as `"id"`, `"findingId"`, `"finding_id"`. */
const idPattern =
  /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|"(?:finding)?_?id"\s{0,100}:\s{0,100}"[^"\\]{1,1024}(?:"|$)/gi;

/**
 * Makes a scan. A name may be cut by the border of two pieces. O(length of the text); of the text, no more than the
 * longest name is held. Escapes of JSON in names (`\/`, `\u002B`) are undone.
 */
export function createNameScan(): NameScan {
  const arns = new Set<string>();
  const ids = new Set<string>();
  let isMore = false;
  let rest = '';
  const add = (names: Set<string>, name: string): void => {
    if (names.size < mostNames) names.add(name);
    else isMore ||= !names.has(name);
  };
  const scan = (text: string, isLast: boolean): void => {
    // A match that reaches the end may go on in the next piece, and is found again then.
    const isWhole = ({ index, 0: match }: RegExpExecArray): boolean => isLast || index + match.length < text.length;
    for (const match of text.matchAll(arnStart))
      if (isWhole(match)) for (const arn of arnsAtStartOf(match[0])) add(arns, arn);
    for (const match of text.matchAll(idPattern)) if (isWhole(match)) add(ids, idIn(match[0]));
  };
  return {
    push(piece) {
      rest += piece;
      if (rest.length < portion) return;
      // An escape that is cut is left for the next time.
      const cut = /\\(?:u[\da-fA-F]{0,3})?$/.exec(rest.slice(-5));
      scan(unescaped(cut === null ? rest : rest.slice(0, -cut[0].length)), false);
      rest = rest.slice(-longestName);
    },
    addArn(arn) {
      if (arn !== undefined) add(arns, arn);
    },
    addId(id) {
      if (id !== undefined) add(ids, id);
    },
    found() {
      scan(unescaped(rest), true);
      rest = '';
      return { arns: [...arns], ids: [...ids], ...(isMore ? { isMore } : {}) };
    },
  };
}

/** The ARNs of IAM roles and users that a text names. */
export function arnsIn(text: string): string[] {
  return [...unescaped(text).matchAll(arnStart)].flatMap(([run]) => arnsAtStartOf(run));
}

/** Paths in use have few segments. */
const mostSegments = 64;

/** Escapes of characters that end no name. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:\/|u00([2-7][\da-fA-F]))/g, (escape: string, code: string | undefined) => {
    const character = code === undefined ? '/' : String.fromCharCode(Number.parseInt(code, 16));
    return character === '"' || character === '\\' ? escape : character;
  });
}

/**
 * All ARNs that a run of characters may begin with: where a text is no JSON, what stands behind a name may be taken for
 * more of it (`…role/A,arn:…`, `…role/A.`). Of `…role/prod/App`, `prod/` is a path and no name.
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
 * Is a segment part of a path: does a slash end it, and another name follow? With a comma in it, it may be a name all
 * the same, and end there.
 */
function isPath(segment: string, run: string): boolean {
  return !segment.includes(',') && /^\/[\w+=,.@-]/.test(run.slice(segment.length, segment.length + 2));
}

/** A text of its own: a part of another one would keep that in memory. */
function idIn(match: string): string {
  const colon = match.startsWith('"') ? match.indexOf(':') : -1;
  const id = colon < 0 ? match : match.slice(match.indexOf('"', colon) + 1).replace(/"$/, '');
  return id.charAt(0) + id.slice(1);
}
