import type { ClientFetch, ClientResponse } from "./client.js";

/**
 * What a server can do beyond HoneyHive's documented API, said in a header of every answer: names, separated by commas.
 * A client uses what it was told of and nothing else.
 */
export const capabilitiesHeader = "honeyhive-capabilities";

export const capability = {
  /** `POST /v1/sessions/batch` is there. */
  sessionBatches: "session-batches",
  /** `POST /v1/datasets/{dataset_id}/datapoints` takes `datapoints` in the place of `data` and `mapping`. */
  wholeDatapoints: "whole-datapoints",
} as const;

export type Capability = (typeof capability)[keyof typeof capability];

/** As much of `fetch` as it takes to hear what a server can. */
type HeadedFetch = (
  ...request: Parameters<ClientFetch>
) => Promise<ClientResponse & { readonly headers: Pick<Headers, "get"> }>;

/** A `fetch` for a client, and whether the server's last answer to it said that it can something. */
export function hearCapabilities(send: HeadedFetch): {
  readonly fetch: ClientFetch;
  readonly can: (name: Capability) => boolean;
} {
  let said: readonly string[] = [];
  return {
    fetch: async (...request) => {
      const response = await send(...request);
      said = (response.headers.get(capabilitiesHeader) ?? "").split(", ");
      return response;
    },
    can: (name) => said.includes(name),
  };
}
