import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import type { HttpBindings } from "@hono/node-server";
import {
  capabilitiesHeader,
  capability,
  otlpTracesPath,
  routes,
  type RejectedChange,
} from "@honeyhive/contract";
import { Hono, type Context } from "hono";
import { listen, type Listening } from "./listen.js";
import { readSpans, type CollectedSpan } from "./otlp/collected-span.js";
import { decodeProtobuf } from "./otlp/decode-protobuf.js";
import { toExportResponse } from "./otlp/export-response.js";
import { createRestRoutes } from "./rest-routes.js";
import { waitFor } from "./wait-for.js";

export interface CollectedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded protobuf (in the shape of OTLP's JSON), parsed JSON, or text. */
  readonly body: unknown;
  readonly sizeBytes: number;
  /** What was done with it. */
  readonly behaviour: Behaviour;
}

/** `cut` closes the connection without an answer; `partial` rejects the given number of spans, and `reject-changes` those of a batch of sessions. */
export type Behaviour =
  | { readonly kind: "accept" }
  | { readonly kind: "delay"; readonly delayMs: number }
  | { readonly kind: "refuse"; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: "partial"; readonly rejectedSpans: number; readonly message: string }
  | {
      readonly kind: "reject-changes";
      readonly indexes: readonly number[];
      readonly message: string;
    }
  | { readonly kind: "cut" };

export interface Collector extends Listening {
  /** Every request, in the order of arrival. */
  readonly requests: readonly CollectedRequest[];
  /** Spans of the requests that were accepted. */
  readonly spans: readonly CollectedSpan[];
  /** The next requests are answered with these, one each; later ones are accepted. */
  respondNext(...behaviours: readonly Behaviour[]): void;
  /** From now on every request is answered like this. */
  respondAlways(behaviour: Behaviour): void;
  /** Resolves when nobody is connected: nothing that was sent before can arrive any more. */
  waitForQuiet(): Promise<void>;
  /** Resolves to all spans once there are at least `count`. */
  waitForSpans(count: number, timeoutMs?: number): Promise<readonly CollectedSpan[]>;
  /** Resolves to the matching requests once there are at least `count`. */
  waitForRequests(
    path: string,
    count: number,
    timeoutMs?: number,
  ): Promise<readonly CollectedRequest[]>;
}

type Environment = { Bindings: HttpBindings; Variables: { request: CollectedRequest } };

interface State {
  readonly requests: CollectedRequest[];
  readonly spans: CollectedSpan[];
  readonly next: Behaviour[];
  always: Behaviour;
}

export interface CollectorOptions {
  /** Whether it says that it takes sessions in batches, and does. Default: as a server that knows of no such thing. */
  readonly takesBatches?: boolean;
}

/** A stand-in for a HoneyHive server that keeps what it is sent and misbehaves on demand. */
export async function startCollector(options: CollectorOptions = {}): Promise<Collector> {
  const state: State = { requests: [], spans: [], next: [], always: { kind: "accept" } };
  const listening = await listen(createCollectorApp(state, options).fetch, 0);
  return {
    ...listening,
    requests: state.requests,
    spans: state.spans,
    respondNext: (...behaviours) => void state.next.push(...behaviours),
    respondAlways: (behaviour) => void (state.always = behaviour),
    waitForQuiet: async () => {
      // What has just been sent is taken in the next turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      const { connections } = listening;
      await waitFor({
        what: "no connection",
        find: () => (connections.size === 0 ? true : undefined),
        describe: () => `${connections.size}`,
      });
    },
    waitForSpans: (count, timeoutMs) =>
      waitFor({
        what: `${count} spans`,
        find: () => (state.spans.length >= count ? state.spans : undefined),
        describe: () => `${state.spans.length}: ${state.spans.map((span) => span.name).join(", ")}`,
        timeoutMs,
      }),
    waitForRequests: (path, count, timeoutMs) => {
      const matching = (): CollectedRequest[] =>
        state.requests.filter((request) => request.path === path);
      return waitFor({
        what: `${count} requests to ${path}`,
        find: () => (matching().length >= count ? matching() : undefined),
        describe: () => state.requests.map(({ method, path }) => `${method} ${path}`).join(", "),
        timeoutMs,
      });
    },
  };
}

function createCollectorApp(state: State, { takesBatches }: CollectorOptions): Hono<Environment> {
  const app = new Hono<Environment>();
  if (takesBatches === true) {
    app.use("*", async (context, next) => {
      await next();
      context.res.headers.set(capabilitiesHeader, capability.sessionBatches);
    });
  }
  app.use("*", async (context, next) => {
    const request = await readRequest(context, state.next.shift() ?? state.always);
    state.requests.push(request);
    context.set("request", request);
    const refusal = await misbehave(context, request.behaviour);
    if (refusal !== undefined) return refusal;
    return next();
  });
  app.post(otlpTracesPath, (context) => {
    const { body, headers, behaviour } = context.get("request");
    state.spans.push(...readSpans(body));
    return toExportResponse({
      isJson: isJson(headers["content-type"]),
      ...(behaviour.kind === "partial" ? behaviour : { rejectedSpans: 0, message: "" }),
    });
  });
  if (takesBatches === true) {
    app.post(routes.changeSessions.path, (context) => {
      const { behaviour } = context.get("request");
      return context.json({ success: true, ...toRejected(behaviour) });
    });
  }
  app.route("/", createRestRoutes());
  app.notFound((context) => {
    const message = `The collector has no ${context.req.method} ${context.req.path}.`;
    return context.json({ success: false, statusCode: 404, errorCode: "NOT_FOUND", message }, 404);
  });
  return app;
}

function toRejected(behaviour: Behaviour): { readonly rejected?: readonly RejectedChange[] } {
  if (behaviour.kind !== "reject-changes") return {};
  const { indexes, message } = behaviour;
  return { rejected: indexes.map((index) => ({ index, code: "SESSION_DELETED", message })) };
}

async function readRequest(
  context: Context<Environment>,
  behaviour: Behaviour,
): Promise<CollectedRequest> {
  const { method, path } = context.req;
  const headers = context.req.header();
  const sent = Buffer.from(await context.req.arrayBuffer());
  const bytes = headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
  const body = decodeBody(bytes, headers["content-type"]);
  return { method, path, headers, body, sizeBytes: sent.length, behaviour };
}

function decodeBody(bytes: Buffer, contentType: string | undefined): unknown {
  if (contentType?.startsWith("application/x-protobuf")) return decodeProtobuf(bytes);
  const text = bytes.toString("utf8");
  return isJson(contentType) && text !== "" ? JSON.parse(text) : text;
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.startsWith("application/json") ?? false;
}

async function misbehave(
  context: Context<Environment>,
  behaviour: Behaviour,
): Promise<Response | undefined> {
  switch (behaviour.kind) {
    case "accept":
    case "partial":
    case "reject-changes":
      return undefined;
    case "delay":
      return wait(behaviour.delayMs, undefined, { ref: false });
    case "cut":
      context.env.incoming.socket.destroy();
      return new Response(null);
    case "refuse":
      return refuse(behaviour.status, behaviour.retryAfterSeconds);
    default:
      behaviour satisfies never;
      return undefined;
  }
}

function refuse(status: number, retryAfterSeconds: number | undefined): Response {
  const body = { success: false, statusCode: status, errorCode: "OVERLOADED", message: "Refused." };
  const headers = retryAfterSeconds === undefined ? {} : { "retry-after": `${retryAfterSeconds}` };
  return Response.json(body, { status, headers });
}
