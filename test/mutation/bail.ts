/** A reporter of node:test that ends the process at the first failure: one is enough to kill a mutant. */
export default async function* bail(
  events: AsyncIterable<{ readonly type: string; readonly data: { readonly name?: string } }>,
): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:fail') continue;
    process.stdout.write(`${data.name}\n`, () => process.exit(1));
    yield '';
  }
}
