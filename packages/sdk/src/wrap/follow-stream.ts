import type { Readable } from "node:stream";

import { activeContext, runInScope } from "../scope/active-scope.js";
import { createOutputCollector } from "./collect-outputs.js";
import type { Completion } from "./completion.js";
import { endUnread, endWhenLeft } from "./end-when-left.js";
import { followGenerator } from "./follow-generator.js";
import type { OutputCollector } from "./output-collector.js";
import type { Scope } from "../core/scope.js";

/** Follows what is a stream to its end. @returns whether it was one */
export function followStream(value: unknown, scope: Scope, completion: Completion): boolean {
  if (typeof value !== "object" || value === null) return false;
  const collector = createOutputCollector(scope, completion);
  if (followBody(value, { scope, completion, collector })) return true;
  if (!isClientStream(value)) return false;
  followClientStream(value, scope, completion);
  endWhenLeft(value, scope.core, endUnread(completion));
  return true;
}

/** Follows a stream of either kind to its end. @returns whether it is of one */
export function followBody(stream: object, observation: Observation): boolean {
  if (isReadableStream(stream)) followReadableStream(stream, observation);
  else if (isNodeStream(stream)) followNodeStream(stream, observation);
  else return false;
  const { scope, completion, collector } = observation;
  endWhenLeft(stream, scope.core, endUnread(completion, collector));
  return true;
}

/**
 * Follows a web stream by its own methods, so that it stays the same object and whoever reads it, `Response` included,
 * reads what it would have read. Its source works when it is read, and so inside the span's scope.
 */
export function followReadableStream(stream: ReadableStream, observation: Observation): void {
  const { scope, collector, completion } = observation;
  const cancel = stream.cancel.bind(stream);
  const getReader = stream.getReader.bind(stream) as (options?: object) => object;
  const observed = (): ReadableStream => observedCopy(stream);
  Object.defineProperties(stream, {
    getReader: ownMethod((options?: object) => {
      const reader = getReader(options);
      return observeReader(reader as ReadableStreamDefaultReader, observation);
    }),
    pipeTo: ownMethod((...args: Parameters<ReadableStream["pipeTo"]>) =>
      observed().pipeTo(...args),
    ),
    pipeThrough: ownMethod((...args: Parameters<ReadableStream["pipeThrough"]>) =>
      observed().pipeThrough(...args),
    ),
    tee: ownMethod(() => observed().tee()),
    values: ownMethod((...args: Parameters<ReadableStream["values"]>) =>
      observed().values(...args),
    ),
    [Symbol.asyncIterator]: ownMethod(() => observed()[Symbol.asyncIterator]()),
    cancel: ownMethod((reason: unknown) => {
      completion.onValue(collector.result());
      return runInScope(scope, activeContext(), () => cancel(reason));
    }),
  });
}

export interface Observation {
  readonly scope: Scope;
  readonly collector: OutputCollector;
  readonly completion: Completion;
}

function observeReader(
  reader: ReadableStreamDefaultReader,
  { scope, collector, completion }: Observation,
): ReadableStreamDefaultReader {
  const read = reader.read.bind(reader) as (
    ...args: readonly unknown[]
  ) => ReturnType<ReadableStreamDefaultReader["read"]>;
  const cancel = reader.cancel.bind(reader);
  Object.defineProperties(reader, {
    read: ownMethod(async (...args: readonly unknown[]) => {
      try {
        const step = await runInScope(scope, activeContext(), () => read(...args));
        if (step.done) completion.onValue(collector.result());
        else collector.add(step.value);
        return step;
      } catch (error) {
        completion.onError(error);
        throw error;
      }
    }),
    cancel: ownMethod((reason?: unknown) => {
      completion.onValue(collector.result());
      return runInScope(scope, activeContext(), () => cancel(reason));
    }),
  });
  return reader;
}

/** The same chunks through the stream's observed reader; it asks only when it is asked. */
function observedCopy(stream: ReadableStream): ReadableStream {
  const reader = stream.getReader();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The same for the bytes of a stream that is read by nobody else. */
export function observedBytes(
  stream: ReadableStream<Uint8Array>,
  observation: Observation,
): ReadableStream<Uint8Array> {
  const reader = observeReader(stream.getReader(), observation);
  return new ReadableStream(
    {
      type: "bytes",
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (!done) {
          controller.enqueue(value);
          return;
        }
        controller.close();
        controller.byobRequest?.respond(0);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Follows a Node stream by what it pushes. It is never started, and errors that nobody handles stay unhandled. */
function followNodeStream(stream: Readable, { scope, completion, collector }: Observation): void {
  const push = stream.push.bind(stream);
  const read = stream._read.bind(stream);
  const destroy = stream._destroy.bind(stream);
  Object.defineProperties(stream, {
    push: ownMethod((chunk: unknown, encoding?: BufferEncoding) => {
      if (chunk !== null) collector.add(chunk);
      return push(chunk, encoding);
    }),
    _read: ownMethod((size: number) => runInScope(scope, activeContext(), () => read(size))),
    _destroy: ownMethod((...args: Parameters<Readable["_destroy"]>) =>
      runInScope(scope, activeContext(), () => destroy(...args)),
    ),
  });
  const { errorMonitor } = process.getBuiltinModule("node:events");
  stream.once(errorMonitor, (error: unknown) => completion.onError(error));
  stream.once("end", () => completion.onValue(collector.result()));
  stream.once("close", () => completion.onValue(collector.result()));
}

/**
 * A client library's stream object (OpenAI, Anthropic): an async iterable with the controller of its request. What splits
 * such a stream reads it by its `iterator`, and so may its iteration: what passes both is followed once.
 */
function followClientStream(
  stream: AsyncIterable<unknown> & { readonly iterator?: unknown },
  scope: Scope,
  completion: Completion,
): void {
  let isInside = false;
  const follow = (iterate: () => AsyncIterator<unknown>): PropertyDescriptor =>
    ownMethod(() => {
      if (isInside) return iterate();
      isInside = true;
      try {
        return followGenerator(iterate(), scope, completion);
      } finally {
        isInside = false;
      }
    });
  const { iterator } = stream;
  const iterate = stream[Symbol.asyncIterator].bind(stream);
  Object.defineProperty(stream, Symbol.asyncIterator, follow(iterate));
  if (typeof iterator !== "function") return;
  // A client's stream is made of what gives its iterator.
  const give = iterator.bind(stream) as () => AsyncIterator<unknown>;
  Object.defineProperty(stream, "iterator", { ...follow(give), enumerable: true });
}

export function isReadableStream(value: object): value is ReadableStream {
  return isFunction((value as MaybeStream).getReader) && value instanceof ReadableStream;
}

function isNodeStream(value: object): value is Readable {
  const { _read, push, pipe } = value as MaybeStream;
  return isFunction(_read) && isFunction(push) && isFunction(pipe);
}

function isClientStream(value: object): value is AsyncIterable<unknown> {
  return (
    Symbol.asyncIterator in value &&
    "controller" in value &&
    value.controller instanceof AbortController
  );
}

/** Read by their names, not by a variable: every result of a traced call is asked for them. */
interface MaybeStream {
  readonly getReader?: unknown;
  readonly _read?: unknown;
  readonly push?: unknown;
  readonly pipe?: unknown;
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}

function ownMethod(value: (...args: never[]) => unknown): PropertyDescriptor {
  return { value, configurable: true, writable: true };
}
