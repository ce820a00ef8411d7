import { openAiMethods } from "../model-clients/instrument-openai.js";
import { traceClient, type WrapOptions } from "../model-clients/trace-method.js";

export { instrumentOpenAI } from "../model-clients/instrument-openai.js";
export type { WrapOptions } from "../model-clients/trace-method.js";

/**
 * Records what an OpenAI client (`openai` 4 and later, Azure's too) is asked for: chat completions and completions of
 * texts, responses, embeddings, moderations, images, transcriptions, speech. Each is an event of the running code's
 * session. The client stays the same object: streams, `.withResponse()`, `parse` and the
 * other helpers work as before, and what they send is recorded too.
 *
 * ```ts
 * const openai = wrapOpenAI(new OpenAI());
 * ```
 *
 * A stream reports tokens when it is asked to: `stream_options: { include_usage: true }`.
 */
export function wrapOpenAI<Client extends object>(
  client: Client,
  options: WrapOptions = {},
): Client {
  return traceClient(client, openAiMethods, options);
}
