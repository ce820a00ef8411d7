import { runInScope, activeContext } from "./active-scope.js";
import type { Scope } from "./scope.js";

/** Called once, when the traced work is over. */
export interface Completion {
  readonly onValue: (value: unknown) => void;
  readonly onError: (error: unknown) => void;
}

type Thenable = PromiseLike<unknown>;

/**
 * Follows what a traced function returned to its end and gives it back with its behaviour unchanged: plain promises
 * settle alike, promise subclasses keep their class and stay lazy, generators yield the same values inside `scope`.
 */
export function followResult<Result>(result: Result, scope: Scope, completion: Completion): Result {
  const once = onlyOnce(completion);
  if (typeof result !== "object" || result === null) {
    once.onValue(result);
    return result;
  }
  // In each branch the value that is returned has the shape that was checked just before.
  if (isThenable(result)) return followAnyThenable(result, once) as Result;
  if (isGenerator(result)) return followGenerator(result, scope, once) as Result;
  once.onValue(result);
  return result;
}

function followAnyThenable(thenable: Thenable & object, completion: Completion): Thenable {
  const isPlain = thenable instanceof Promise && thenable.constructor === Promise;
  return isPlain ? followPromise(thenable, completion) : followThenable(thenable, completion);
}

function followPromise(promise: Promise<unknown>, completion: Completion): Promise<unknown> {
  return promise.then(
    (value) => {
      completion.onValue(value);
      return value;
    },
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
function followThenable(thenable: Thenable & object, completion: Completion): Thenable {
  return new Proxy(thenable, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== "function") return member;
      return (...args: readonly unknown[]): unknown => {
        if (property === "then") return watchThen(target, args, completion);
        if (property === "catch") return watchThen(target, [undefined, args[0]], completion);
        if (property === "finally") {
          return Promise.resolve(watchThen(target, [], completion)).finally(
            args[0] as (() => void) | undefined,
          );
        }
        const result: unknown = Reflect.apply(member, target, args);
        return isThenable(result) ? followAnyThenable(result, completion) : result;
      };
    },
  });
}

function watchThen(
  target: Thenable,
  args: readonly unknown[],
  completion: Completion,
): PromiseLike<unknown> {
  const [onFulfilled, onRejected] = args;
  return target.then(
    (value) => {
      completion.onValue(value);
      return typeof onFulfilled === "function" ? (onFulfilled(value) as unknown) : value;
    },
    (error: unknown) => {
      completion.onError(error);
      if (typeof onRejected === "function") return onRejected(error) as unknown;
      throw error;
    },
  );
}

type AnyGenerator = Iterator<unknown> | AsyncIterator<unknown>;

const maxCollected = 1000;

/** Each step runs inside the span's scope, so that what the generator does nests below it. */
function followGenerator(
  generator: AnyGenerator & object,
  scope: Scope,
  completion: Completion,
): object {
  const collected: unknown[] = [];
  let count = 0;
  const finish = (): void =>
    completion.onValue(
      count > collected.length ? [...collected, `[${count - collected.length} more]`] : collected,
    );
  const observe = (step: IteratorResult<unknown>): IteratorResult<unknown> => {
    if (step.done === true) finish();
    else if (++count <= maxCollected) collected.push(step.value);
    return step;
  };
  const fail = (error: unknown): never => {
    completion.onError(error);
    throw error;
  };
  const step = (method: "next" | "return" | "throw", args: readonly unknown[]): unknown => {
    try {
      const result: unknown = runInScope(scope, activeContext(), () =>
        Reflect.apply(Reflect.get(generator, method) as () => unknown, generator, args),
      );
      return isThenable(result)
        ? (result as PromiseLike<IteratorResult<unknown>>).then(observe, fail)
        : observe(result as IteratorResult<unknown>);
    } catch (error) {
      return fail(error);
    }
  };
  return new Proxy(generator, {
    get(target, property, receiver) {
      if (property === "next" || property === "return" || property === "throw") {
        if (!(property in target)) return undefined;
        return (...args: readonly unknown[]) => step(property, args);
      }
      if (property === Symbol.iterator || property === Symbol.asyncIterator) {
        return property in target ? () => receiver as unknown : undefined;
      }
      const member: unknown = Reflect.get(target, property, target);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

function onlyOnce(completion: Completion): Completion {
  let isDone = false;
  const first = (): boolean => !isDone && (isDone = true);
  return {
    onValue: (value) => {
      if (first()) completion.onValue(value);
    },
    onError: (error) => {
      if (first()) completion.onError(error);
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> & object {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

/** A generator object: an iterator that iterates over itself. Collections and plain iterables are left alone. */
function isGenerator(value: object): value is AnyGenerator & object {
  if (!("next" in value) || typeof value.next !== "function") return false;
  return Symbol.asyncIterator in value || (Symbol.iterator in value && "return" in value);
}
