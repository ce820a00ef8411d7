import { createClient, type ClientOptions } from "@honeyhive/contract";

import { fetchOrExplain } from "./fetch-or-explain.js";

/** The one that this page is from. */
export const thisServer = { serverUrl: "", fetch: fetchOrExplain } as const satisfies ClientOptions;

const longestMs = 10_000;

export async function isThisServerThere(): Promise<boolean> {
  try {
    await createClient(thisServer)("getHealth", { signal: AbortSignal.timeout(longestMs) });
    return true;
  } catch {
    // Why it is not there makes no difference.
    return false;
  }
}
