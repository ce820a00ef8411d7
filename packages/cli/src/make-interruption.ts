/** Resolves with the first Ctrl-C or SIGTERM that comes after the first call; the second one does `end`. */
export function makeInterruption(end: () => void): () => Promise<void> {
  let interrupted: Promise<void> | undefined;
  return () =>
    (interrupted ??= new Promise((resolve) => {
      let hasCome = false;
      const listener = (): void => {
        if (hasCome) end();
        hasCome = true;
        resolve();
      };
      process.on("SIGINT", listener).on("SIGTERM", listener);
    }));
}
