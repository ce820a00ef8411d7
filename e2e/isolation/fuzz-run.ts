import { EventEmitter } from "node:events";

import { trace as otelTrace, type Tracer } from "@opentelemetry/api";
import { bindEmitterScope, bindScope, trace, type HoneyHiveTracer } from "honeyhive";

import type { SpanWay, Step, Steps } from "./fuzz-tree.js";

/** Where a span must arrive. `parent` is the id of the span above it. */
export interface Expected {
  readonly tracer: number;
  readonly sessionId: string;
  readonly parent: string | undefined;
}

/** What the model knows of a place in the program, without asking the tracers. */
interface Place {
  readonly active: number | undefined;
  readonly frames: ReadonlyMap<number, { readonly sessionId: string; readonly span?: string }>;
}

export interface FuzzRun {
  readonly tracers: readonly HoneyHiveTracer[];
  readonly trees: Steps;
}

const library = otelTrace.getTracer("fuzz-library");

/** Runs the trees side by side and resolves to where each span must be. */
export async function runTrees({ tracers, trees }: FuzzRun): Promise<Map<string, Expected>> {
  const expected = new Map<string, Expected>();
  // Drained from outside every scope, as the callbacks of a connection pool are.
  const queue: (() => void)[] = [];
  const drain = setInterval(() => queue.splice(0).forEach((call) => call()), 1);
  const run = new Runner({ tracers, expected, queue });
  try {
    await Promise.all(
      trees.map((tree) => run.step(tree, { active: undefined, frames: new Map() })),
    );
  } finally {
    clearInterval(drain);
  }
  return expected;
}

interface RunnerOptions {
  readonly tracers: readonly HoneyHiveTracer[];
  readonly expected: Map<string, Expected>;
  readonly queue: (() => void)[];
}

class Runner {
  private readonly tracers: readonly HoneyHiveTracer[];
  private readonly expected: Map<string, Expected>;
  private readonly queue: (() => void)[];

  constructor({ tracers, expected, queue }: RunnerOptions) {
    this.tracers = tracers;
    this.expected = expected;
    this.queue = queue;
  }

  async step(step: Step, place: Place): Promise<void> {
    switch (step.kind) {
      case "span":
        return this.span(step, place);
      case "session": {
        const { tracer, sessionId } = step;
        const frames = new Map(place.frames).set(tracer, { sessionId });
        return this.tracer(tracer).withSession({ sessionId }, () =>
          this.steps(step.children, { active: tracer, frames }),
        );
      }
      case "flow":
        return this.flow(step, place);
      case "generator":
        return this.generator(step, place);
      default:
        return step satisfies never;
    }
  }

  private async steps(steps: Steps, place: Place): Promise<void> {
    for (const step of steps) await this.step(step, place);
  }

  private async span(step: Extract<Step, { kind: "span" }>, place: Place): Promise<void> {
    const { id, way, children } = step;
    const within = this.enter(id, ownerOf(way, place), place);
    const body = (): Promise<void> => this.steps(children, within);
    switch (way.by) {
      case "tracer":
        return this.tracer(way.tracer).traceFunction({ eventName: id })(body)();
      case "free":
        return trace(body, { eventName: id })();
      case "opened": {
        const opened = this.tracer(way.tracer).startSpan(id);
        await opened.run(body);
        return opened.end();
      }
      case "otel":
        return runActive(this.tracer(way.tracer).getTracer("fuzz"), id, body);
      case "library":
        return runActive(library, id, body);
      case "library leaf":
        library.startSpan(id).end();
        return this.steps(children, place);
      default:
        return way satisfies never;
    }
  }

  private async flow(step: Extract<Step, { kind: "flow" }>, place: Place): Promise<void> {
    const { children, way } = step;
    const all = (): Promise<void> => this.steps(children, place);
    switch (way) {
      case "parallel":
        await Promise.all(children.map((child) => this.step(child, place)));
        return;
      case "timer":
        return new Promise((resolve) => setTimeout(() => resolve(all()), 1));
      case "immediate":
        return new Promise((resolve) => setImmediate(() => resolve(all())));
      case "emitter":
        return new Promise((resolve) => {
          const emitter = bindEmitterScope(new EventEmitter());
          emitter.once("go", () => resolve(all()));
          this.queue.push(() => emitter.emit("go"));
        });
      case "queue":
        return new Promise((resolve) => this.queue.push(bindScope(() => resolve(all()))));
      case "rejected promise":
        return Promise.reject(new Error("expected")).catch(all);
      default:
        return way satisfies never;
    }
  }

  private async generator(step: Extract<Step, { kind: "generator" }>, place: Place): Promise<void> {
    const { id, children, consumer } = step;
    const within = this.enter(id, ownerOf({ by: "free" }, place), place);
    const inBody = (child: Step): Promise<void> => this.step(child, within);
    const values = trace(
      async function* generate() {
        for (const child of children) {
          await inBody(child);
          yield 1;
        }
      },
      { eventName: id },
    )();
    const waiting = [...consumer];
    for await (const _ of values) {
      const next = waiting.shift();
      if (next !== undefined) await this.step(next, place);
    }
    await this.steps(waiting, place);
  }

  private enter(id: string, tracer: number, place: Place): Place {
    const frame = place.frames.get(tracer) ?? { sessionId: this.tracer(tracer).sessionId };
    this.expected.set(id, { tracer, sessionId: frame.sessionId, parent: frame.span });
    const frames = new Map(place.frames).set(tracer, { sessionId: frame.sessionId, span: id });
    return { active: tracer, frames };
  }

  private tracer(index: number): HoneyHiveTracer {
    const tracer = this.tracers[index];
    if (tracer === undefined) throw new Error(`There is no tracer ${index}.`);
    return tracer;
  }
}

function runActive(tracer: Tracer, id: string, body: () => Promise<void>): Promise<void> {
  return tracer.startActiveSpan(id, async (span) => {
    await body();
    span.end();
  });
}

/** Outside every scope the first tracer is the default one. */
function ownerOf(way: SpanWay, place: Place): number {
  return "tracer" in way ? way.tracer : (place.active ?? 0);
}
