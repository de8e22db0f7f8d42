/**
 * The cases in which the product removed permissions in use, claimed too much or was silent, and others of their kind:
 * each with its whole outcome. A suite is a row of the table of the cases.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { accounts } from './cases/accounts.ts';
import { analyzers } from './cases/analyzers.ts';
import { anywhere } from './cases/anywhere.ts';
import { attachingTypes } from './cases/attachingTypes.ts';
import { boundaries, cutOff } from './cases/boundaries.ts';
import { broken } from './cases/broken.ts';
import type { Case } from './cases/case.ts';
import { assignments } from './cases/assignments.ts';
import { brokenRules } from './cases/brokenRules.ts';
import { distinctHolders } from './cases/distinctHolders.ts';
import { computedActions } from './cases/computedActions.ts';
import { computedStatements } from './cases/computedStatements.ts';
import { oddPlaces } from './cases/elsewhere.ts';
import { copies } from './cases/copies.ts';
import { deployedNames } from './cases/deployedNames.ts';
import { deployedOthers } from './cases/deployedOthers.ts';
import { deployedStates } from './cases/deployedStates.ts';
import { denyStays, malformed } from './cases/denyStays.ts';
import { expressions } from './cases/expressions.ts';
import { extensions, notYet } from './cases/extensions.ts';
import { generated } from './cases/generated.ts';
import { future } from './cases/future.ts';
import { idleRules, negated } from './cases/idleRules.ts';
import { keepLost } from './cases/keepLost.ts';
import { literals } from './cases/literals.ts';
import { manyBroken } from './cases/manyBroken.ts';
import { longLines } from './cases/longLines.ts';
import { mappedResources } from './cases/mappedResources.ts';
import { computedStatement, directives, oddStatements } from './cases/oddStatements.ts';
import { oddTexts } from './cases/oddTexts.ts';
import { misspelled } from './cases/misspelled.ts';
import { brokenFiles, otherReports } from './cases/otherReports.ts';
import { ownWords } from './cases/ownWords.ts';
import { passRole } from './cases/passRole.ts';
import { permissionSets } from './cases/permissionSets.ts';
import { placeholders } from './cases/placeholders.ts';
import { principalOption } from './cases/principalOption.ts';
import { namedInside } from './cases/namedInside.ts';
import { readInside } from './cases/readInside.ts';
import { notActions } from './cases/notActions.ts';
import { namedWithoutFinding, notUnderstood } from './cases/notUnderstood.ts';
import { outcomeOf } from './cases/runCase.ts';
import { recommendations } from './cases/recommendations.ts';
import { saidPlainly } from './cases/saidPlainly.ts';
import { names, spellings } from './cases/spellings.ts';
import { statementLists } from './cases/statementLists.ts';
import { terraform } from './cases/terraform.ts';
import { terraformFiles } from './cases/terraformFiles.ts';
import { terraformGaps } from './cases/terraformGaps.ts';
import { times } from './cases/times.ts';
import { tooNew } from './cases/tooNew.ts';
import { usedNames } from './cases/usedNames.ts';
import { unnamedReports } from './cases/unnamedReports.ts';
import { vetoes } from './cases/vetoes.ts';
import { yaml } from './cases/yaml.ts';
import { constructs } from './cases/constructs.ts';
import { ansible } from './cases/ansible.ts';
import { serverlessNames } from './cases/serverlessNames.ts';
import { samTemplates } from './cases/samTemplates.ts';
import { certainEntries } from './cases/certainEntries.ts';
import { yamlItems } from './cases/yamlItems.ts';

const rows: readonly (readonly [row: string, cases: readonly Case[]])[] = [
  ['boundary', boundaries],
  ['attached-by-expression', expressions],
  ['sam-function-attaches', attachingTypes],
  ['truncated-account', cutOff],
  ['principal-option', [...principalOption, ...distinctHolders, ...ownWords, ...namedInside]],
  ['used-name-unknown', usedNames],
  ['two-analyzers', analyzers],
  ['policy-younger-than-window', tooNew],
  ['misspelled', misspelled],
  ['passrole', passRole],
  ['time-as-number', times],
  ['fn-if-statement', computedStatements],
  ['fn-if-action', computedActions],
  ['not-read-inside', readInside],
  ['not-read-silently', [...anywhere, ...oddPlaces]],
  ['template-extension', extensions],
  ['yaml', yaml],
  ['constructs', constructs],
  ['ansible', ansible],
  ['serverless-names', serverlessNames],
  ['sam-templates', samTemplates],
  ['certain-entries', certainEntries],
  ['yaml-items', yamlItems],
  ['permission-set', [...permissionSets, ...assignments]],
  ['sdk-spellings', spellings],
  ['findings-name-case', names],
  ['unnamed-reports', unnamedReports],
  ['not-a-report', otherReports],
  ['templates-with-placeholders', placeholders],
  ['broken-in-folder', brokenFiles],
  ['long-lines', longLines],
  ['thousands of broken findings files', manyBroken],
  ['literal-spreads', literals],
  ['terraform', terraform],
  ['files that Terraform names', terraformFiles],
  ['terraform-gaps', terraformGaps],
  ['lists of statements', statementLists],
  ['hostile: keep-lost', keepLost],
  ['hostile: keep-that-keeps-nothing', idleRules],
  ['hostile: other-account-folder, known-other-role-in-folder, short-form-overrides', vetoes],
  ['the account of files', accounts],
  ['hostile: broken-newer-finding, check-exit-with-broken-findings', broken],
  ['hostile: future', future],
  ['copies of one finding', copies],
  ['what of findings is not understood', notUnderstood],
  ['findings files that are named and hold none', namedWithoutFinding],
  ['hostile: choose-negated', negated],
  ['hostile: config-text-injection, arn-with-newline', oddTexts],
  ['not-yet-read', notYet],
  ['not as files: a Deny stays', denyStays],
  ['not as files: strings that IAM rejects', malformed],
  ['not as files: what is said plainly', saidPlainly],
  ['not as files: statements that may be none', oddStatements],
  ['not as files: directives of templates', directives],
  ['not as files: a Statement that is computed', computedStatement],
  ['not as files: a configuration that keeps nothing', brokenRules],
  ['resources in .iam-refine.json', mappedResources],
  ['NotAction', notActions],
  ['generated documents', generated],
  ["AWS's recommendation as evidence", recommendations],
  ['names that are made when deployed', [...deployedNames, ...deployedOthers, ...deployedStates]],
];

for (const [row, cases] of rows)
  suite(row, () => {
    for (const one of cases)
      for (const run of one.runs) {
        const { args, cwd = '', code, stdout = [], stderr = [], changes = {} } = run;
        const name = `${one.what}: ${args}${cwd === '' ? '' : ` in ${cwd}`}`;
        test(name, () => assert.deepEqual(outcomeOf(one, run), { code, stdout, stderr, changes }));
      }
  });
