import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { wordEnds } from '../../core/src/actions/words.ts';

/** `GetObject` → `Get|Object`. */
function split(name: string): string {
  let from = 0;
  return wordEnds(name)
    .map((end) => {
      const word = name.slice(from, end);
      from = end;
      return word;
    })
    .join('|');
}

suite('words of an action name', () => {
  const cases = [
    'Get|Object|Acl',
    'Get|Bucket|CORS',
    'Describe|DB|Instances',
    'List|HITs',
    'List|HITs|For|Qualification|Type',
    'Get|Web|ACL|For|Resource',
    'Assign|Ipv6|Addresses',
    'Assign|IPv6',
    'Get|V2|Logging|Options',
    'List|S3|Buckets',
    'Describe|ICD10|CM|Inference|Job',
    'List|Route53|Health|Checks',
    'DELETE',
    'GET',
    'connect',
    'upload|Files',
    'Associate|Via|AWS|Service-|Events|And|States',
    'A',
    'x|Get',
    'Get_',
    'rds-|db_|connect',
    'Get|A|Bc',
    'Get|A|Iv',
    'Get|A|Bc2',
    'a|Zz|Az|Zz',
    'A|Az|A|Zz',
    'Get0|A',
    'Get9|Z',
    'Get/|x',
    'Get:|x',
    'Get@|x',
    'Get[|x',
    'Get`|x',
    'Get{|x',
    'Get\u007F|x',
    'Get\u0080x',
    'GetÉté|Acl',
    'List|A0|Bs',
    'List|Ts9|X',
  ];
  for (const words of cases) {
    const name = words.replaceAll('|', '');
    test(name, () => assert.equal(split(name), words));
  }

  test('the empty name has none', () => assert.deepEqual(wordEnds(''), []));
});
