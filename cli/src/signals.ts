const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does work that must not be interrupted. A signal that should end the program ends it after the work. */
export async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  let arrived: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals): void => {
    arrived ??= signal;
  };
  for (const signal of ending) process.on(signal, hold);
  try {
    return await work();
  } finally {
    for (const signal of ending) process.off(signal, hold);
    if (arrived !== undefined) process.kill(process.pid, arrived);
  }
}
