import { leaveOwnSpans } from "../model-clients/anthropic/leave-own-spans.js";
import { anthropicMethods } from "../model-clients/instrument-anthropic.js";
import { traceClient, type WrapOptions } from "../model-clients/trace-method.js";

export { instrumentAnthropic } from "../model-clients/instrument-anthropic.js";
export type { WrapOptions } from "../model-clients/trace-method.js";

/**
 * Records each message of an Anthropic client (`@anthropic-ai/sdk`) as an event of the running code's session. What
 * comes back is to be used from then on; streams, `.withResponse()` and `messages.stream()` work as before.
 *
 * ```ts
 * const anthropic = wrapAnthropic(new Anthropic());
 * ```
 */
export function wrapAnthropic<Client extends object>(
  client: Client,
  options: WrapOptions = {},
): Client {
  return traceClient(leaveOwnSpans(client, options.tracer?.core), anthropicMethods, options);
}
