/** Loaded into a server process: answers how much memory is in use after a collection of garbage. */
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed: heap, rss: resident } = process.memoryUsage();
  process.send?.({ heap, resident });
});
// The channel alone keeps no server alive.
process.channel?.unref();
