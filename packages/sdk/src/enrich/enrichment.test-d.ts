import { describe, it } from "vitest";

import type { HoneyHiveTracer } from "../tracer/tracer.js";
import { trace } from "../wrap/trace.js";
import { enrichSpan } from "./enrich.js";

interface User {
  readonly id: string;
  readonly plan?: string;
}

class Order {
  readonly total = 5;
}

declare const user: User;
declare const tracer: HoneyHiveTracer;

describe("what is added to an event", () => {
  it("may be of an interface or a class", () => {
    const added = { inputs: user, config: user, metadata: user, metrics: new Order() };
    enrichSpan(added);
    tracer.enrichSpan({ ...added, feedback: user, userProperties: () => user });
    void tracer.enrichSession({ ...added, outputs: user, userProperties: async () => user });
    void tracer.createSession({ name: "call", inputs: user, metadata: user, userProperties: user });
    tracer.withSession({ inputs: user, metadata: new Order() }, () => undefined);
    void tracer.createEvent("done", { inputs: user, config: user, metrics: new Order() });
    trace(() => undefined, { metadata: user, config: user });
  });

  it("is no list, no text and no number", () => {
    // @ts-expect-error -- metadata have names
    enrichSpan({ metadata: ["a"] });
    // @ts-expect-error -- metadata have names
    enrichSpan({ metadata: "a" });
    // @ts-expect-error -- metadata have names
    enrichSpan({ metadata: new Map([["a", 1]]) });
    // @ts-expect-error -- metrics have names
    enrichSpan({ metrics: () => 5 });
  });
});
