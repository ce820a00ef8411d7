import type * as original from "../lifecycle/exit-hooks.js";

/** Nothing ends at the edge; `waitUntil` keeps a request until what waits has been sent. */
export const holdExitHooks: typeof original.holdExitHooks = () => () => undefined;
