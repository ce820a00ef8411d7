import { runInScope, activeContext } from "../scope/active-scope.js";
import { createOutputCollector } from "./collect-outputs.js";
import type { Completion } from "./completion.js";
import { endUnread, endWhenLeft } from "./end-when-left.js";
import { isThenable } from "../lib/is-thenable.js";
import type { Scope } from "../core/scope.js";

export type AnyGenerator = Iterator<unknown> | AsyncIterator<unknown>;

/** Each step runs inside the span's scope, so that what the generator does nests below it. */
export function followGenerator(
  generator: AnyGenerator & object,
  scope: Scope,
  completion: Completion,
): object {
  const collector = completion.createCollector?.() ?? createOutputCollector(scope, completion);
  const observe = (step: IteratorResult<unknown>): IteratorResult<unknown> => {
    if (step.done === true) completion.onValue(collector.result(), step.value);
    else collector.add(step.value);
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
  const followed: object = new Proxy(generator, {
    get(target, property, receiver) {
      if (property === "next" || property === "return" || property === "throw") {
        if (!(property in target)) return undefined;
        return (...args: readonly unknown[]) => step(property, args);
      }
      if (property === Symbol.iterator || property === Symbol.asyncIterator) {
        return property in target ? () => receiver as unknown : undefined;
      }
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== "function" || property === "constructor") return member;
      // What the language gives every iterator (`map`, `take`, disposal) pulls through `this`, and so through us.
      const isInherited = property in iteratorPrototype || property in asyncIteratorPrototype;
      return member.bind(isInherited ? receiver : target) as unknown;
    },
  });
  endWhenLeft(followed, scope.core, endUnread(completion, collector));
  return followed;
}

const iteratorPrototype = prototypeAbove([][Symbol.iterator](), 2);
const asyncIteratorPrototype = prototypeAbove((async function* () {})(), 3);

function prototypeAbove(value: object, levels: number): object {
  let found = value;
  for (let level = 0; level < levels; level++) found = Object.getPrototypeOf(found) as object;
  return found;
}

/** A generator object: an iterator that iterates over itself. Collections and plain iterables are left alone. */
export function isGenerator(value: unknown): value is AnyGenerator & object {
  try {
    if (typeof value !== "object" || value === null) return false;
    if (!("next" in value) || typeof value.next !== "function") return false;
    return Symbol.asyncIterator in value || (Symbol.iterator in value && "return" in value);
  } catch {
    // As above.
    return false;
  }
}
