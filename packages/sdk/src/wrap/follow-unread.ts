import type { Scope } from "../core/scope.js";
import type { Completion } from "./completion.js";
import { endWhenCollected } from "./end-when-collected.js";
import { followReadableStream, isReadableStream } from "./follow-stream.js";
import type { OutputCollector } from "./output-collector.js";

/**
 * Follows a response that is asked for before it is read, as Anthropic's helpers do: a stream of events to its end, with
 * whatever reads it. What any other response says, its promise tells when it is asked.
 */
export async function followUnread(
  asked: PromiseLike<unknown>,
  scope: Scope,
  completion: Completion,
): Promise<unknown> {
  try {
    const answer = await asked;
    followEvents(answer, scope, completion);
    return answer;
  } catch (error) {
    completion.onError(error);
    throw error;
  }
}

function followEvents(answer: unknown, scope: Scope, completion: Completion): void {
  try {
    // Each part is looked at before it is used; what has none of them throws.
    const { response } = answer as { readonly response: Response };
    const isEvents = response.headers.get("content-type")?.startsWith("text/event-stream");
    const events = completion.createCollector?.();
    const { body } = response;
    if (isEvents !== true || events === undefined || body === null) return;
    if (!isReadableStream(body)) return;
    followReadableStream(body, { scope, completion, collector: readEvents(events) });
    endWhenCollected(body, completion);
  } catch {
    // A response of a shape that nobody knows is its reader's.
  }
}

/** Hands on what the events of a stream tell, of which the bytes come in any pieces. */
function readEvents(events: OutputCollector): OutputCollector {
  const decoder = new TextDecoder();
  let rest = "";
  return {
    add: (bytes) => {
      const lines = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines.filter((line) => line.startsWith("data:"))) {
        try {
          events.add(JSON.parse(line.slice("data:".length)));
        } catch {
          // No JSON: it is for whoever reads the stream.
        }
      }
    },
    result: () => events.result(),
  };
}
