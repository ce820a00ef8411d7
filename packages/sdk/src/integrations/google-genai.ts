import { traceModels } from "../model-clients/instrument-google.js";
import type { WrapOptions } from "../model-clients/trace-method.js";

export { instrumentGoogleGenAI } from "../model-clients/instrument-google.js";
export type { WrapOptions } from "../model-clients/trace-method.js";

/**
 * Records what a client of Google's models (`@google/genai`) is asked for: contents, streams, messages of chats,
 * embeddings. Each is an event of the running code's session. The client stays the same object.
 *
 * ```ts
 * const ai = wrapGoogleGenAI(new GoogleGenAI({ apiKey }));
 * ```
 */
export function wrapGoogleGenAI<Client extends object>(
  client: Client,
  options: WrapOptions = {},
): Client {
  traceModels(client, ["models"], options);
  return client;
}
