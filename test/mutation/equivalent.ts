/** Mistakes that change nothing that anybody can see, and why. */
export interface Explained {
  readonly file: string;
  /** Code as it stands in the file, and with the mistake. */
  readonly code: string;
  readonly mutated: string;
  readonly why: string;
}

const shortcut = 'a shortcut: without it the same comes out, later';
const cache = 'only remembers what would be computed again';
const pastTheEnd = 'what is past the end of a text or a typed array is nothing, and is read or written as nothing';
const arbitrary = 'a bound that might as well be one higher';

export const equivalent: readonly Explained[] = [
  { file: 'core/src/actions/foldCase.ts', code: 'return a < b ?', mutated: 'return a <= b ?', why: 'equal texts have been told before' },
  {
    file: 'core/src/proof/wildcardLanguage.ts',
    code: '(states.at(-1) ?? -1)',
    mutated: '(states.at(-2) ?? -1)',
    why: 'a state that is there twice changes nothing',
  },
  {
    file: 'core/src/analyse/judge.ts',
    code: "if (pattern.kind !== 'action') continue;",
    mutated: 'if (false) continue;',
    why: 'only plain actions are named; the check is for the type',
  },
  { file: 'core/src/analyse/judge.ts', code: '(one) => one !== found', mutated: '(one) => one === found', why: cache },
  { file: 'core/src/analyse/judge.ts', code: '...known.filter((one) => one !== found)', mutated: '...known', why: cache },
  { file: 'core/src/analyse/judge.ts', code: '].slice(0, rememberedJudges)', mutated: ']', why: cache },
  { file: 'core/src/analyse/judge.ts', code: '.slice(0, rememberedJudges)', mutated: '.slice(1, rememberedJudges)', why: cache },
  {
    file: 'core/src/analyse/analyse.ts',
    code: 'if (!entries.some(({ decision }) => allowsUnused(decision)))',
    mutated: 'if (false)',
    why: shortcut,
  },
  {
    file: 'core/src/analyse/judge.ts',
    code: "if (pattern.kind !== 'action' && pattern.kind !== 'wildcard') return",
    mutated: 'if (false) return',
    why: 'nothing is said of what is neither an action nor a wildcard, whatever is known of it',
  },
  { file: 'core/src/analyse/judge.ts', code: 'rememberedJudges = 16', mutated: 'rememberedJudges = 17', why: arbitrary },
  {
    file: 'core/src/analyse/judge.ts',
    code: 'known = [found, ...known.filter((one) => one !== found)].slice(0, rememberedJudges);',
    mutated: ';',
    why: cache,
  },
  {
    file: 'core/src/analyse/analyse.ts',
    code: 'startAnalysis();',
    mutated: ';',
    why: 'only remembers for longer what would be computed again',
  },
  {
    file: 'core/src/actions/wildcard.ts',
    code: 'let star = -1;',
    mutated: 'let star = -2;',
    why: 'any number below 0 says that there was no star',
  },
  {
    file: 'core/src/actions/wildcard.ts',
    code: 'let resume = 0;',
    mutated: 'let resume = 1;',
    why: 'it is set where a star is met, and read after that',
  },
  { file: 'core/src/actions/wildcard.ts', code: 'p < pattern.length &&', mutated: 'p <= pattern.length &&', why: pastTheEnd },
  { file: 'core/src/actions/foldCase.ts', code: 'isAscii(text) ?', mutated: 'false ?', why: shortcut },
  { file: 'core/src/actions/foldCase.ts', code: 'i < text.length', mutated: 'i <= text.length', why: pastTheEnd },
  { file: 'core/src/actions/foldCase.ts', code: 'if (text.charCodeAt(i) > 127)', mutated: 'if (true)', why: shortcut },
  { file: 'core/src/actions/foldCase.ts', code: 'text.charCodeAt(i) > 127', mutated: 'text.charCodeAt(i) >= 127', why: shortcut },
  {
    file: 'core/src/actions/foldCase.ts',
    code: 'text.charCodeAt(i) > 127',
    mutated: 'text.charCodeAt(i) > 128',
    why: 'the character 128 has no other case',
  },
  { file: 'core/src/actions/foldCase.ts', code: 'return true;', mutated: 'return false;', why: shortcut },
  {
    file: 'core/src/edit/planRefinement.ts',
    code: 'found === undefined ? [] : planEdits',
    mutated: 'false ? [] : planEdits',
    why: 'a change is of a policy of the document; the check is for the type',
  },
  {
    file: 'core/src/edit/planRefinement.ts',
    code: "if (change.verdict.kind !== 'proven') continue;",
    mutated: 'if (false) continue;',
    why: 'the parts of a refinement hold only what is proven; the check is for the type',
  },
  { file: 'core/src/edit/planRefinement.ts', code: 'if (edits.length === 0)', mutated: 'if (false)', why: shortcut },
  { file: 'core/src/edit/listEdits.ts', code: 'while (at < text.length', mutated: 'while (at <= text.length', why: pastTheEnd },
  { file: 'core/src/edit/listEdits.ts', code: 'while (at > 0 && passes', mutated: 'while (at >= 0 && passes', why: pastTheEnd },
  {
    file: 'core/src/edit/listEdits.ts',
    code: 'while (at > 0 && passes',
    mutated: 'while (at > 1 && passes',
    why: 'no element stands at the start of a document',
  },
  {
    file: 'core/src/edit/planEdits.ts',
    code: 'if (action === undefined) return [];',
    mutated: 'if (false) return [];',
    why: 'a statement that changes has an Action',
  },
  {
    file: 'core/src/edit/planEdits.ts',
    code: "action.form === 'list' ? removalEdits",
    mutated: 'true ? removalEdits',
    why: 'where a single string goes, its statement goes',
  },
  {
    file: 'core/src/edit/planEdits.ts',
    code: 'now === undefined ?',
    mutated: 'false ?',
    why: 'another number of policies leaves another text around them, which was compared before',
  },
  { file: 'core/src/edit/listEdits.ts', code: 'i > lastKept', mutated: 'i >= lastKept', why: 'the last that is kept is not removed' },
  { file: 'core/src/refine/decision.ts', code: 'if (isPrefixWildcard(name)) return', mutated: 'if (false) return', why: shortcut },
  {
    file: 'core/src/refine/refineStatement.ts',
    code: "if (kept.length === 0 && outcomes.filter(({ kind }) => kind === 'becomes').length < 2)",
    mutated: 'if (false)',
    why: shortcut,
  },
  {
    file: 'core/src/refine/refineStatement.ts',
    code: "outcomes.filter(({ kind }) => kind === 'becomes').length < 2",
    mutated: 'outcomes.length < 2',
    why: shortcut,
  },
  { file: 'core/src/proof/prover.ts', code: 'untouched.size === 0 ? are', mutated: 'false ? are', why: shortcut },
  { file: 'core/src/proof/prover.ts', code: 'i < were.length', mutated: 'i <= were.length', why: pastTheEnd },
  { file: 'core/src/proof/proofNames.ts', code: 'i < bits.length', mutated: 'i <= bits.length', why: pastTheEnd },
  { file: 'core/src/proof/proofNames.ts', code: 'namesOfCatalogue.set(service, names);', mutated: ';', why: cache },
  { file: 'core/src/proof/proofNames.ts', code: 'if (added.size === 0)', mutated: 'if (false)', why: shortcut },
  { file: 'core/src/proof/wildcardLanguage.ts', code: 'i < text.length', mutated: 'i <= text.length', why: pastTheEnd },
  {
    file: 'core/src/proof/wildcardLanguage.ts',
    code: 'if (i > (states.at(-1) ?? -1))',
    mutated: 'if (i >= (states.at(-1) ?? -1))',
    why: 'a state that is there twice changes nothing',
  },
  { file: 'core/src/proof/wildcardLanguage.ts', code: 'if (states.length === 0)', mutated: 'if (false)', why: shortcut },
  { file: 'core/src/proof/wildcardLanguage.ts', code: '= 0x10000', mutated: '= 65537', why: 'any value beyond the code units does' },
  { file: 'core/src/proof/wildcardLanguage.ts', code: 'limit = 100_000', mutated: 'limit = 100001', why: arbitrary },
  { file: 'core/src/proof/wildcardLanguage.ts', code: 'seen.size > limit', mutated: 'seen.size >= limit', why: arbitrary },
  { file: 'core/src/edit/layout.ts', code: 'while (start > 0 &&', mutated: 'while (start >= 0 &&', why: pastTheEnd },
  {
    file: 'core/src/edit/layout.ts',
    code: 'while (start > 0 &&',
    mutated: 'while (start > 1 &&',
    why: 'no action stands that near to the start of a policy',
  },
  { file: 'core/src/edit/layout.ts', code: 'isFirst = start > 0 &&', mutated: 'isFirst = start >= 0 &&', why: pastTheEnd },
  {
    file: 'core/src/edit/layout.ts',
    code: 'isFirst = start > 0 &&',
    mutated: 'isFirst = start > 1 &&',
    why: 'no action stands that near to the start of a policy',
  },
];
