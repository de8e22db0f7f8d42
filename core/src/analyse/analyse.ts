import type { HostReading } from '../host/host.ts';
import type { Policy, Statement } from '../policy/model.ts';
import { allowsUnused, type Analysis, type PolicyAnalysis, type StatementAnalysis } from './analysis.ts';
import type { Judge } from './judge.ts';
import { problemsOf } from './problems.ts';

/** Decides about every action of a text that was read, proves what it would change, and says what there is to say. */
export function analyse(text: string, reading: HostReading, judge: Judge): Analysis {
  const policies = reading.policies.map((policy) => analysePolicy(policy, judge));
  const defects = policies.flatMap(({ statements }) => statements.flatMap(defectsOf));
  return { text, reading, policies, problems: [...problemsOf(policies, judge)], defects };
}

function analysePolicy(policy: Policy, judge: Judge): PolicyAnalysis {
  const statements = policy.statements.map((statement) => analyseStatement(statement, judge));
  const allows = statements.filter(({ statement }) => statement.role.kind !== 'other');
  return { policy, statements, isWhollyUnused: allows.length > 0 && allows.every(({ change }) => change?.after.length === 0) };
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
