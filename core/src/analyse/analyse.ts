import type { HostReading } from '../host/host.ts';
import type { Unused } from '../findings/model.ts';
import { startAnalysis } from '../memo.ts';
import { isAllow, type Policy, type Statement } from '../policy/model.ts';
import { allowsUnused, type Analysis, type PolicyAnalysis, type StatementAnalysis } from './analysis.ts';
import type { Judge, JudgeFor } from './judge.ts';
import { problemsOf } from './problems.ts';

/** What is unused of the policy at an index of a document. */
export type UnusedOf = (policy: number) => Unused;

/** Decides about every action of a text that was read, proves what it would change, and says what there is to say. */
export function analyse(text: string, reading: HostReading, unusedOf: UnusedOf, judgeFor: JudgeFor): Analysis {
  startAnalysis();
  const policies = reading.policies.map((policy, i) => analysePolicy(policy, unusedOf(i), judgeFor));
  const defects = policies.flatMap(({ statements }) => statements.flatMap(defectsOf));
  return { text, reading, policies, problems: [...problemsOf(policies, judgeFor)], defects };
}

function analysePolicy(policy: Policy, unused: Unused, judgeFor: JudgeFor): PolicyAnalysis {
  const judge = judgeFor(policy, unused);
  const statements = policy.statements.map((statement) => analyseStatement(statement, judge));
  const allows = statements.filter(({ statement }) => isAllow(statement.role));
  return { policy, unused, statements, isWhollyUnused: allows.length > 0 && allows.every(({ change }) => change?.after.length === 0) };
}

function analyseStatement(statement: Statement, judge: Judge): StatementAnalysis {
  if (statement.role.kind !== 'refinable' || statement.action === undefined) return { statement, entries: [] };
  const entries = statement.action.entries.map(({ text }) => (text === undefined ? {} : { text, decision: judge.decide(text) }));
  if (!entries.some(({ decision }) => allowsUnused(decision))) return { statement, entries };
  const change = judge.changeWhole(entries);
  return change === undefined ? { statement, entries } : { statement, entries, change };
}

function defectsOf({ change }: StatementAnalysis): string[] {
  return change?.verdict.kind === 'disproven' ? [change.verdict.defect] : [];
}
