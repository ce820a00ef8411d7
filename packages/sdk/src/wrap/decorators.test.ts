import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { trace } from "./trace.js";

type Decorate = (...args: readonly unknown[]) => unknown;

/** As compiled JavaScript calls them, which nothing checks: with and without parentheses. */
const decorators: readonly [string, Decorate][] = [
  ["@trace()", trace() as Decorate],
  ["@trace", trace as Decorate],
];

/** Whether a function that was decorated is recorded. */
async function isTraced(decorated: unknown): Promise<boolean> {
  await using tracer = new HoneyHiveTracer({ testMode: true });
  (decorated as () => void)();
  return tracer.diagnostics().spans.accepted === 1;
}

describe.each(decorators)("%s by the standard", (_, decorate) => {
  it("traces a method, also a static one", async () => {
    for (const isStatic of [false, true]) {
      const context = { kind: "method", name: "run", static: isStatic };
      expect(await isTraced(decorate(() => undefined, context))).toBe(true);
    }
  });

  it.each(["getter", "setter", "class"])("leaves a %s as it is", async (kind) => {
    const target = (): void => undefined;
    expect(decorate(target, { kind, name: "run" })).toBe(target);
  });
});

describe.each(decorators)("%s as TypeScript had it before", (_, decorate) => {
  const owners: readonly (readonly [string, object])[] = [
    ["a method", {}],
    ["a static method", class Owner {}],
  ];

  it.each(owners)("traces %s", async (_owner, owner) => {
    const descriptor = { value: (): void => undefined, writable: true, configurable: true };
    const decorated = decorate(owner, "run", descriptor) as PropertyDescriptor;
    expect(decorated).toMatchObject({ writable: true, configurable: true });
    expect(await isTraced(decorated.value)).toBe(true);
  });

  it("leaves an accessor as it is", () => {
    const descriptor = { get: (): number => 1, configurable: true };
    expect(decorate({}, "size", descriptor)).toBe(descriptor);
  });
});
