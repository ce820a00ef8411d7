import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";

import { createContextKey, ROOT_CONTEXT, type Context } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { createContextManager } from "./context-manager.js";

const key = createContextKey("test");
const context = ROOT_CONTEXT.setValue(key, "bound");
const manager = createContextManager(new AsyncLocalStorage<Context>());
const current = (): unknown => manager.active().getValue(key);

describe("the context manager", () => {
  it("runs with `this`, arguments and result intact", () => {
    const owner = { base: 1 };
    const add = function (this: typeof owner, value: number): unknown[] {
      return [this.base + value, current()];
    };
    expect(manager.with(context, add, owner, 2)).toEqual([3, "bound"]);
    expect(current()).toBeUndefined();
  });

  it("binds functions, and leaves values alone", () => {
    const bound = manager.bind(context, function (this: unknown, value: number) {
      return [this, value, current()];
    });
    expect(bound.call("this", 1)).toEqual(["this", 1, "bound"]);
    expect(bound.length).toBe(1);
    expect(manager.bind(context, 5)).toBe(5);
  });
});

describe("a bound emitter", () => {
  const bindEmitter = (): { emitter: EventEmitter; seen: unknown[]; listener: () => void } => {
    const seen: unknown[] = [];
    const emitter = manager.bind(context, new EventEmitter());
    return { emitter, seen, listener: () => void seen.push(current()) };
  };

  it.each(["on", "addListener", "once", "prependListener", "prependOnceListener"] as const)(
    "runs listeners of `%s` in its context",
    (method) => {
      const { emitter, seen, listener } = bindEmitter();
      emitter[method]("event", listener);
      emitter.emit("event");
      expect(seen).toEqual(["bound"]);
    },
  );

  it.each(["on", "once", "prependOnceListener"] as const)(
    "forgets listeners of `%s` when they are taken off",
    (method) => {
      const { emitter, seen, listener } = bindEmitter();
      emitter[method]("event", listener).off("event", listener);
      emitter.emit("event");
      expect([seen, emitter.listenerCount("event")]).toEqual([[], 0]);
    },
  );

  it("runs a `once` listener once, and one added twice twice", () => {
    const { emitter, seen, listener } = bindEmitter();
    emitter.once("event", listener);
    emitter.emit("event");
    emitter.emit("event");
    expect(seen).toHaveLength(1);
    emitter.on("event", listener).on("event", listener);
    emitter.emit("event");
    expect(seen).toHaveLength(3);
  });

  it("keeps `this` and arguments of its listeners", () => {
    const { emitter } = bindEmitter();
    let got: unknown[] = [];
    emitter.on("event", function (this: unknown, ...args: unknown[]) {
      got = [this === emitter, ...args];
    });
    emitter.emit("event", 1, 2);
    expect(got).toEqual([true, 1, 2]);
  });
});
