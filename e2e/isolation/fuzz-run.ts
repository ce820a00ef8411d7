import { EventEmitter } from "node:events";

import { context, trace as otelTrace, TraceFlags, type Tracer } from "@opentelemetry/api";
import { bindEmitterScope, bindScope, trace, type Carrier, type HoneyHiveTracer } from "honeyhive";

import { consumeProducer } from "./fuzz-producer.js";
import type {
  CarrierStep,
  FlowStep,
  ProducerStep,
  RemoteParent,
  SpanStep,
  SpanWay,
  Step,
  Steps,
  WorkerStep,
} from "./fuzz-tree.js";

/** Where a span must arrive. `parent` is the name of the span above it, or the id of one that is none of ours. */
export interface Expected {
  readonly tracer: number;
  readonly sessionId: string;
  readonly parent: string | undefined;
}

/** A tracer's place, as the model knows it. */
export interface ExpectedFrame {
  readonly sessionId: string;
  readonly parent?: string | undefined;
}

/** What the model knows of a place in the program, without asking the tracers. */
export interface Place {
  readonly active: number | undefined;
  readonly frames: ReadonlyMap<number, ExpectedFrame>;
}

export const outside: Place = { active: undefined, frames: new Map() };

/** Runs a worker to its end. Resolves to where each of its spans must be. */
export type StartWorker = (
  step: WorkerStep,
  from: { readonly carrier: Carrier; readonly frame: ExpectedFrame },
) => Promise<ReadonlyMap<string, Expected>>;

export interface FuzzRun {
  readonly tracers: readonly HoneyHiveTracer[];
  readonly trees: Steps;
  readonly place?: Place;
  /** Answers every GET. */
  readonly fetchUrl: string;
  readonly startWorker: StartWorker;
}

const library = otelTrace.getTracer("fuzz-library");

/** Runs the trees side by side and resolves to where each span must be. */
export async function runTrees({
  trees,
  place = outside,
  ...run
}: FuzzRun): Promise<Map<string, Expected>> {
  // Drained from outside every scope, as the callbacks of a connection pool are.
  const queue: (() => void)[] = [];
  const drain = setInterval(() => queue.splice(0).forEach((call) => call()), 1);
  const runner = new Runner(run, queue);
  try {
    await Promise.all(trees.map((tree) => runner.step(tree, place)));
  } finally {
    clearInterval(drain);
  }
  return runner.expected;
}

type RunnerOptions = Omit<FuzzRun, "trees" | "place">;

class Runner {
  readonly expected = new Map<string, Expected>();
  private readonly run: RunnerOptions;
  private readonly queue: (() => void)[];

  constructor(run: RunnerOptions, queue: (() => void)[]) {
    this.run = run;
    this.queue = queue;
  }

  async step(step: Step, place: Place): Promise<void> {
    switch (step.kind) {
      case "span":
        return this.span(step, place);
      case "session": {
        const { tracer, sessionId, children } = step;
        return this.tracer(tracer).withSession({ sessionId }, () =>
          this.steps(children, within(place, tracer, { sessionId })),
        );
      }
      case "carrier":
        return this.carrier(step, place);
      case "flow":
      case "host":
        return this.flow(step, place);
      case "producer":
        return this.producer(step, place);
      case "worker":
        return this.worker(step, place);
      default:
        return step satisfies never;
    }
  }

  private async steps(steps: Steps, place: Place): Promise<void> {
    for (const step of steps) await this.step(step, place);
  }

  private async span({ id, way, children }: SpanStep, place: Place): Promise<void> {
    const inside = this.enter(id, ownerOf(way, place), place);
    const body = (): Promise<void> => this.steps(children, inside);
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
      case "fetch":
        await (await fetch(new URL(id, this.run.fetchUrl))).text();
        return this.steps(children, place);
      default:
        return way satisfies never;
    }
  }

  private carrier(
    { tracer, remote, sessionId, children }: CarrierStep,
    place: Place,
  ): Promise<void> {
    const frame = {
      sessionId: sessionId ?? this.frame(tracer, place).sessionId,
      parent: remote.spanId,
    };
    const flags = remote.isSampled ? "01" : "00";
    const carrier = {
      traceparent: `00-${remote.traceId}-${remote.spanId}-${flags}`,
      baggage: sessionId === undefined ? "" : `session_id=${sessionId}`,
    };
    return this.tracer(tracer).withCarrier(carrier, () =>
      this.steps(children, within(place, tracer, frame)),
    );
  }

  private async flow(step: FlowStep, place: Place): Promise<void> {
    const { children } = step;
    const all = (): Promise<void> => this.steps(children, place);
    if (step.kind === "host") return runBelow(step.remote, all);
    switch (step.way) {
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
        return step.way satisfies never;
    }
  }

  private producer(step: ProducerStep, place: Place): Promise<void> {
    const inside = this.enter(step.id, ownerOf({ by: "free" }, place), place);
    return consumeProducer(step, {
      produce: (child) => this.step(child, inside),
      consume: (child) => this.step(child, place),
    });
  }

  private async worker(step: WorkerStep, place: Place): Promise<void> {
    const frame = this.frame(step.tracer, place);
    const carrier = this.tracer(step.tracer).inject({});
    for (const [id, expected] of await this.run.startWorker(step, { carrier, frame })) {
      this.expected.set(id, expected);
    }
  }

  private enter(id: string, tracer: number, place: Place): Place {
    const { sessionId, parent } = this.frame(tracer, place);
    this.expected.set(id, { tracer, sessionId, parent });
    return within(place, tracer, { sessionId, parent: id });
  }

  private frame(tracer: number, place: Place): ExpectedFrame {
    return place.frames.get(tracer) ?? { sessionId: this.tracer(tracer).sessionId };
  }

  private tracer(index: number): HoneyHiveTracer {
    const tracer = this.run.tracers[index];
    if (tracer === undefined) throw new Error(`There is no tracer ${index}.`);
    return tracer;
  }
}

function within(place: Place, tracer: number, frame: ExpectedFrame): Place {
  return { active: tracer, frames: new Map(place.frames).set(tracer, frame) };
}

function runActive(tracer: Tracer, id: string, body: () => Promise<void>): Promise<void> {
  return tracer.startActiveSpan(id, async (span) => {
    await body();
    span.end();
  });
}

function runBelow(
  { traceId, spanId, isSampled }: RemoteParent,
  body: () => Promise<void>,
): Promise<void> {
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const span = otelTrace.wrapSpanContext({ traceId, spanId, traceFlags });
  return context.with(otelTrace.setSpan(context.active(), span), body);
}

/** Outside every scope the first tracer is the default one. */
function ownerOf(way: SpanWay, place: Place): number {
  return "tracer" in way ? way.tracer : (place.active ?? 0);
}
