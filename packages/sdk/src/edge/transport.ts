import { createFetchTransport } from "../pipeline/fetch-transport.js";
import type * as original from "../pipeline/transport.js";

/** The runtime's `fetch`, as it is when something is sent. */
export const createHttpTransport: typeof original.createHttpTransport = (destination) =>
  createFetchTransport(destination, (input, init) => fetch(input, init));
