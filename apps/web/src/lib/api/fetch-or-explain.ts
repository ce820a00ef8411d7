import type { ClientFetch } from "@honeyhive/contract";

/** Browsers say "Failed to fetch", or "Load failed", of a server that is not there. */
export async function fetchOrExplain(
  ...[url, request]: Parameters<ClientFetch>
): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (error) {
    // Who asked has given up: nothing failed.
    if (request.signal?.aborted === true) throw error;
    throw new Error("The server does not answer. Start it again, then try again.", {
      cause: error,
    });
  }
}
