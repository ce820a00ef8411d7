import { processState } from "../../core/process-state.js";

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` for the clients of models: inside a case of an evaluation with `cache` it answers from the cache; anywhere
 * else it is the one it is made of.
 *
 * ```ts
 * const openai = new OpenAI({ fetch: cachedFetch() });
 * ```
 */
export function cachedFetch(own?: Fetch): Fetch {
  return (input, init) => {
    const send = own ?? processState.cachedGlobalFetch?.original ?? globalThis.fetch;
    const storage = processState.caseCaches;
    const cache = storage?.getStore();
    if (storage === undefined || cache === undefined) return send(input, init);
    // What `send` calls in turn is this same request.
    const sendOnce: Fetch = (...request) => storage.run(undefined, () => send(...request));
    return cache.fetch(sendOnce, input, init);
  };
}

/**
 * Makes the global `fetch` a cached one while evaluations with a cache run. Code outside of their cases gets the original,
 * and so does whoever has taken `fetch` before: clients made earlier need `cachedFetch()`.
 *
 * @returns what takes it away again
 */
export function installCachedFetch(): () => void {
  const { fetch: original } = globalThis;
  const installed = (processState.cachedGlobalFetch ??= {
    original,
    replacement: cachedFetch(original),
    users: 0,
  });
  if (installed.users++ === 0) globalThis.fetch = installed.replacement;
  let isReleased = false;
  return () => {
    if (isReleased) return;
    isReleased = true;
    if (--installed.users > 0) return;
    processState.cachedGlobalFetch = undefined;
    // Somebody may have wrapped ours; it passes everything through from now on.
    if (globalThis.fetch === installed.replacement) globalThis.fetch = installed.original;
  };
}
