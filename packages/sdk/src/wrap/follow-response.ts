import type { Scope } from "../core/scope.js";
import type { Completion } from "./completion.js";
import { followBody } from "./follow-stream.js";
import type { OutputCollector } from "./output-collector.js";

/**
 * Follows a response whose body somebody else reads, to the end of that: a stream of events, or JSON. Only for work that
 * knows what such answers say. @returns whether there is anything to follow
 */
export function followResponse(response: unknown, scope: Scope, completion: Completion): boolean {
  const events = completion.createCollector?.();
  if (events === undefined || !isResponse(response)) return false;
  const type = response.headers.get("content-type") ?? "";
  const isEvents = type.startsWith("text/event-stream");
  if (!isEvents && !/^application\/([\w.-]+\+)?json/.test(type)) return false;
  const collector = isEvents ? readEvents(events) : readJson();
  try {
    if (!followBody(response.body, { scope, completion, collector })) return false;
    followMethods(response, collector, completion);
    return true;
  } catch {
    // A response of a shape that nobody knows is its reader's.
    return false;
  }
}

interface ResponseWithBody {
  readonly headers: { get(name: string): string | null };
  readonly body: object;
}

/** Clients bring `Response` classes of their own: it is known by what it has. */
function isResponse(value: unknown): value is ResponseWithBody {
  if (typeof value !== "object" || value === null) return false;
  if (!("headers" in value) || !("body" in value)) return false;
  const { headers, body } = value;
  if (typeof body !== "object" || body === null) return false;
  return typeof headers === "object" && headers !== null && "get" in headers;
}

/** Bun and Deno read a body by no method of it. */
function followMethods(
  response: ResponseWithBody,
  collector: OutputCollector,
  completion: Completion,
): void {
  for (const name of ["json", "text", "arrayBuffer", "bytes"] as const) {
    const read: unknown = Reflect.get(response, name);
    if (typeof read !== "function") continue;
    const value = async (): Promise<unknown> => {
      try {
        const given: unknown = await Reflect.apply(read, response, []);
        if (completion.isDone !== true) {
          if (name !== "json") collector.add(toBytes(given));
          completion.onValue(name === "json" ? given : collector.result());
        }
        return given;
      } catch (error) {
        completion.onError(error);
        throw error;
      }
    };
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
}

function toBytes(given: unknown): unknown {
  if (typeof given === "string") return new TextEncoder().encode(given);
  return given instanceof ArrayBuffer ? new Uint8Array(given) : given;
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

/** Of a longer answer nothing is recorded. */
const maxJsonLength = 4_000_000;

function readJson(): OutputCollector {
  const decoder = new TextDecoder();
  let text = "";
  let isTooLong = false;
  return {
    add: (bytes) => {
      if (isTooLong) return;
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      isTooLong = text.length > maxJsonLength;
      if (isTooLong) text = "";
    },
    result: () => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        // Half of it, or no JSON.
        return undefined;
      }
    },
  };
}
