import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoise, startAnalysis } from '../../core/src/memo.ts';

/** A function that counts how often it computes, and analyses that go by. */
function counted(limit?: number): { readonly ask: (key: string) => string; readonly computed: string[] } {
  const computed: string[] = [];
  const ask = memoise((key) => {
    computed.push(key);
    return key.toUpperCase();
  }, limit);
  return { ask, computed };
}

function analyse(times: number): void {
  for (let i = 0; i < times; i++) startAnalysis();
}

suite('remembering answers', () => {
  test('each is computed once, also where it is undefined', () => {
    const { ask, computed } = counted();
    assert.deepEqual([ask('a'), ask('a'), ask('b'), ask('a'), computed], ['A', 'A', 'B', 'A', ['a', 'b']]);
    let times = 0;
    const nothing = memoise(() => void times++);
    assert.deepEqual([nothing('x'), nothing('x'), times], [undefined, undefined, 1]);
  });

  test('what is asked for at each analysis is kept, what was asked for once is forgotten', () => {
    const { ask, computed } = counted();
    ask('typed once');
    for (let i = 0; i < 3000; i++) {
      startAnalysis();
      ask('in the document');
    }
    ask('new');
    ask('in the document');
    ask('typed once');
    assert.deepEqual(computed, ['typed once', 'in the document', 'new', 'typed once']);
  });

  test('no more are held than the limit', () => {
    const { ask, computed } = counted(3);
    for (const key of ['a', 'b', 'c', 'd', 'a']) ask(key);
    assert.deepEqual(computed, ['a', 'b', 'c', 'd', 'a']);
    analyse(1);
    ask('d');
    assert.equal(computed.length, 5);
  });
});
