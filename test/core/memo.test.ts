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

suite('remembering answers', () => {
  test('each is computed once', () => {
    const { ask, computed } = counted();
    assert.deepEqual([ask('a'), ask('a'), ask('b'), ask('a'), computed], ['A', 'A', 'B', 'A', ['a', 'b']]);
  });

  test('what is asked for at each analysis is kept, what was asked for once is forgotten', () => {
    const { ask, computed } = counted();
    ask('typed once');
    for (const next of ['new', 'newer', 'newest']) {
      for (let i = 0; i < 1500; i++) {
        startAnalysis();
        ask('in the document');
      }
      ask(next);
    }
    ask('in the document');
    ask('typed once');
    assert.deepEqual(computed, ['typed once', 'in the document', 'new', 'newer', 'newest', 'typed once']);
  });

  test('no more are held than twice the limit', () => {
    const { ask, computed } = counted(3);
    for (const key of ['a', 'b', 'c', 'd', 'a', 'e', 'f', 'b']) ask(key);
    assert.deepEqual(computed, ['a', 'b', 'c', 'd', 'e', 'f', 'b']);
  });
});
