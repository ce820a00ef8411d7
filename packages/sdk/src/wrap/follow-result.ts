import type { Completion } from "./completion.js";
import { followGenerator, isGenerator } from "./follow-generator.js";
import { followResponse } from "./follow-response.js";
import { followStream } from "./follow-stream.js";
import { followUnread } from "./follow-unread.js";
import { isThenable, type Thenable } from "../lib/is-thenable.js";
import { processState } from "../core/process-state.js";
import type { Scope } from "../core/scope.js";

/**
 * Follows what a traced function returned to its end and gives it back with its behaviour unchanged: plain promises
 * settle alike, promise subclasses keep their class and stay lazy, generators yield the same values inside `scope`.
 */
export function followResult<Result>(result: Result, scope: Scope, completion: Completion): Result {
  if (typeof result !== "object" || result === null) {
    completion.onValue(result);
    return result;
  }
  // In each branch the value that is returned has the shape that was checked just before.
  if (isThenable(result)) return followAnyThenable(result, { scope, completion }) as Result;
  return followSettled(result, { scope, completion }) as Result;
}

interface Following {
  readonly scope: Scope;
  readonly completion: Completion;
}

/** What is there already: generators and streams are followed to their end, anything else is the end. */
function followSettled(value: unknown, { scope, completion }: Following): unknown {
  if (typeof value !== "object" || value === null) {
    completion.onValue(value);
    return value;
  }
  if (isGenerator(value)) return followGenerator(value, scope, completion);
  try {
    if (followStream(streamOfResponse(value) ?? value, scope, completion)) return value;
    if (followResponse(value, scope, completion)) return value;
  } catch {
    // A frozen or hostile stream cannot be followed: what it gives is its reader's, and the span ends here.
  }
  completion.onValue(value);
  return value;
}

/** What OpenAI's and Anthropic's `.withResponse()` give holds the stream beside its response. */
function streamOfResponse(value: unknown): object | undefined {
  return isResponsePair(value) && typeof value.data === "object"
    ? (value.data ?? undefined)
    : undefined;
}

/** Servers put `Response` classes of their own in the place of the global one: it is known by what it has. */
export function isResponsePair(value: unknown): value is { readonly data: unknown } {
  if (typeof value !== "object" || value === null) return false;
  if (!("data" in value) || !("response" in value)) return false;
  const { response } = value;
  return typeof response === "object" && response !== null && "headers" in response;
}

function followAnyThenable(thenable: Thenable & object, following: Following): Thenable {
  const isPlain = thenable instanceof Promise && thenable.constructor === Promise;
  return isPlain ? followPromise(thenable, following) : followThenable(thenable, following);
}

function followPromise(promise: Promise<unknown>, following: Following): Promise<unknown> {
  const { completion } = following;
  return promise.then(
    (value) => followSettled(value, following),
    (error: unknown) => {
      completion.onError(error);
      throw error;
    },
  );
}

/**
 * A promise subclass may do its work only when asked (OpenAI's `.withResponse()`): it is watched, never asked. Methods
 * run on the original, because private fields do not work through a proxy.
 */
function followThenable(thenable: Thenable & object, following: Following): Thenable {
  const state = { isAsked: false };
  const proxy = new Proxy(thenable, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== "function" || property === "constructor") return member;
      return (...args: readonly unknown[]): unknown => {
        if (property === "_responseProps") {
          const asked = Reflect.apply(member, target, args) as PromiseLike<unknown>;
          return followUnread(asked, following.scope, following.completion);
        }
        state.isAsked = true;
        if (property === "then") return watchThen(target, args, following);
        if (property === "catch") return watchThen(target, [undefined, args[0]], following);
        if (property === "finally") {
          return Promise.resolve(watchThen(target, [], following)).finally(
            args[0] as (() => void) | undefined,
          );
        }
        const result: unknown = Reflect.apply(member, target, args);
        return isThenable(result) ? followAnyThenable(result, following) : result;
      };
    },
  });
  // Once it has been asked, its promise tells; a promise that nobody ever asks would keep its span open for ever.
  processState.runtime?.collected.register(proxy, () => {
    if (!state.isAsked) following.completion.onValue("[The promise was never awaited.]");
  });
  return proxy;
}

function watchThen(
  target: Thenable,
  args: readonly unknown[],
  following: Following,
): PromiseLike<unknown> {
  const [onFulfilled, onRejected] = args;
  return target.then(
    (value) => {
      const followed = followSettled(value, following);
      return typeof onFulfilled === "function" ? (onFulfilled(followed) as unknown) : followed;
    },
    (error: unknown) => {
      following.completion.onError(error);
      if (typeof onRejected === "function") return onRejected(error) as unknown;
      throw error;
    },
  );
}
