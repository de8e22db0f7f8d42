/**
 * A function that computes its answer once for each key. It forgets all answers when it holds `limit` of them, so that an editor session of
 * any length (each keystroke makes a new action string) stays within bounds.
 */
export function memoise<V>(compute: (key: string) => V, limit = 50_000): (key: string) => V {
  const answers = new Map<string, V>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= limit) answers.clear();
    const answer = compute(key);
    answers.set(key, answer);
    return answer;
  };
}
