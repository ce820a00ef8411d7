import type { Scope } from "../core/scope.js";
import type { Completion } from "./completion.js";
import { endUnread, endWhenLeft } from "./end-when-left.js";
import { followBody, isReadableStream, observedBytes, type Observation } from "./follow-stream.js";
import type { OutputCollector } from "./output-collector.js";
import { readEvents, readJson } from "./read-body.js";

/**
 * Follows a response whose body somebody else reads, to the end of that: a stream of events, or JSON. Only for work that
 * knows what such answers say. @returns whether there is anything to follow
 */
export function followResponse(response: unknown, scope: Scope, completion: Completion): boolean {
  const events = completion.createCollector?.();
  if (events === undefined || !isResponse(response)) return false;
  const collector = collectorFor(response, events);
  if (collector === undefined) return false;
  const observation = { scope, completion, collector };
  try {
    return isReadByMethods() || !isReadableStream(response.body)
      ? followBody(response.body, observation)
      : followHandedOn(response, response.body, observation);
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

function collectorFor(
  { headers }: ResponseWithBody,
  events: OutputCollector,
): OutputCollector | undefined {
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("text/event-stream")) return readEvents(events);
  return /^application\/([\w.-]+\+)?json/.test(type) ? readJson() : undefined;
}

/** Node reads a body by the body's own methods, whoever asks for it. Other runtimes have ways of their own. */
function isReadByMethods(): boolean {
  const { node, bun, deno } = process.versions ?? {};
  return node !== undefined && bun === undefined && deno === undefined;
}

const readers = ["json", "text", "arrayBuffer", "bytes", "blob", "formData"] as const;

/** Hands on the body through a copy, and what is read of the response without it. */
function followHandedOn(
  response: ResponseWithBody,
  body: ReadableStream<Uint8Array>,
  observation: Observation,
): boolean {
  let copy: ReadableStream<Uint8Array> | undefined;
  const give = (): ReadableStream<Uint8Array> => (copy ??= observedBytes(body, observation));
  for (const name of readers) {
    const read: unknown = Reflect.get(response, name);
    if (typeof read !== "function") continue;
    const value = (): unknown => {
      const init = { headers: { "content-type": response.headers.get("content-type") ?? "" } };
      const reading = new Response(give(), init);
      return Reflect.apply(Reflect.get(reading, name) as () => unknown, reading, []);
    };
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
  const clone = (): Response => {
    const [own, other] = give().tee();
    copy = own;
    // A response says of itself what another one is made with.
    return new Response(other, response as unknown as ResponseInit);
  };
  Object.defineProperty(response, "clone", { value: clone, configurable: true, writable: true });
  Object.defineProperty(response, "body", { get: give, configurable: true });
  const { scope, completion, collector } = observation;
  endWhenLeft(body, scope.core, endUnread(completion, collector));
  return true;
}
