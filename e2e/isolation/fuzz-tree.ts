import type { Random } from "@honeyhive/testing";

/** One thing that a program does. Those with an `id` make a span of that name. */
export type Step = SpanStep | SessionStep | CarrierStep | FlowStep | ProducerStep | WorkerStep;

export type Steps = readonly Step[];

export interface SpanStep {
  readonly kind: "span";
  readonly way: SpanWay;
  readonly id: string;
  readonly children: Steps;
}

export interface SessionStep {
  readonly kind: "session";
  readonly tracer: number;
  readonly sessionId: string;
  readonly children: Steps;
}

/** Goes on with somebody else's trace, as the handler of a request does. */
export interface CarrierStep {
  readonly kind: "carrier";
  readonly tracer: number;
  readonly remote: RemoteParent;
  /** Undefined where the sender knows of no session. */
  readonly sessionId: string | undefined;
  readonly children: Steps;
}

export interface RemoteParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

export type FlowStep =
  | { readonly kind: "flow"; readonly way: FlowWay; readonly children: Steps }
  /** Below a span of another vendor's, which he may have sampled out. */
  | { readonly kind: "host"; readonly remote: RemoteParent; readonly children: Steps };

/** Something that is consumed bit by bit, while its consumer does other things. */
export interface ProducerStep {
  readonly kind: "producer";
  readonly shape: "generator" | "node stream" | "web stream";
  readonly id: string;
  /** Run in the body before each `yield`. */
  readonly children: Steps;
  /** Run in the body's `finally`. */
  readonly cleanup: Steps;
  /** Run by the consumer after each value. */
  readonly consumer: Steps;
  /** The consumer leaves after so many values. */
  readonly leaveAfter: number;
}

/** Goes on in a worker thread, with trees of a seed of its own. */
export interface WorkerStep {
  readonly kind: "worker";
  readonly tracer: number;
  readonly id: string;
  readonly seed: number;
}

/**
 * Who makes the span: a tracer by number, a free wrapper, a library through OpenTelemetry's global tracer, or
 * OpenTelemetry's instrumentation of `fetch`.
 */
export type SpanWay =
  | { readonly by: "tracer" | "opened" | "otel"; readonly tracer: number }
  | { readonly by: "free" | "library" | "library leaf" | "fetch" };

/** How the children are run. */
export type FlowWay = "parallel" | "timer" | "immediate" | "emitter" | "queue" | "rejected promise";

export interface TreeOptions {
  readonly random: Random;
  readonly tracers: number;
  /** About how many spans. */
  readonly size: number;
  /** Of the spans' names. */
  readonly prefix?: string;
  /** How many of the trees go on in a worker. */
  readonly workers?: number;
}

/** Trees of steps, run side by side. */
export function makeTrees({ workers = 0, ...options }: TreeOptions): Steps {
  const maker = new TreeMaker(options);
  const trees: Step[] = Array.from({ length: workers }, () => maker.workerTree());
  while (maker.made < options.size) trees.push(maker.step(0));
  return trees;
}

const maxDepth = 8;

class TreeMaker {
  made = 0;
  private readonly random: Random;
  private readonly options: TreeOptions;

  constructor(options: TreeOptions) {
    this.options = options;
    this.random = options.random;
  }

  /** A worker inside a session and a span, and one more tracer around them. */
  workerTree(): Step {
    const worker: Step = {
      kind: "worker",
      tracer: this.tracer(),
      id: this.nextId(),
      seed: this.random.below(1e9),
    };
    const inside: SpanStep = {
      kind: "span",
      id: this.nextId(),
      way: this.random.pick([{ by: "tracer", tracer: worker.tracer }, { by: "free" }]),
      children: [worker],
    };
    return {
      kind: "session",
      tracer: this.tracer(),
      sessionId: this.random.uuid(),
      children: [inside],
    };
  }

  step(depth: number): Step {
    const { random } = this;
    switch (random.below(10)) {
      case 0:
        return {
          kind: "session",
          tracer: this.tracer(),
          sessionId: random.uuid(),
          children: this.steps(depth),
        };
      case 1:
        return { kind: "flow", way: random.pick(flows), children: this.steps(depth) };
      case 2:
        return this.producer(depth);
      case 3:
        return random.chance(0.5)
          ? { kind: "host", remote: this.remote(), children: this.steps(depth) }
          : this.carrier(depth);
      default:
        return { kind: "span", id: this.nextId(), way: this.way(), children: this.steps(depth) };
    }
  }

  private steps(depth: number): Step[] {
    const isFull = depth >= maxDepth || this.made >= this.options.size;
    const count = isFull ? 0 : this.random.below(5);
    return Array.from({ length: count }, () => this.step(depth + 1));
  }

  private producer(depth: number): ProducerStep {
    const id = this.nextId();
    const children = this.steps(depth);
    const cleanup: Steps = [{ kind: "span", id: this.nextId(), way: { by: "free" }, children: [] }];
    return {
      kind: "producer",
      shape: this.random.pick(["generator", "node stream", "web stream"]),
      id,
      children,
      cleanup,
      consumer: this.steps(depth),
      leaveAfter: this.random.chance(0.3) ? 1 + this.random.below(2) : Infinity,
    };
  }

  private carrier(depth: number): CarrierStep {
    return {
      kind: "carrier",
      tracer: this.tracer(),
      remote: this.remote(),
      sessionId: this.random.chance(0.5) ? this.random.uuid() : undefined,
      children: this.steps(depth),
    };
  }

  private remote(): RemoteParent {
    const hex = (): string => this.random.uuid().replaceAll("-", "");
    return { traceId: hex(), spanId: hex().slice(0, 16), isSampled: this.random.chance(0.5) };
  }

  private way(): SpanWay {
    const { random } = this;
    const tracer = this.tracer();
    if (random.chance(0.01)) return { by: "fetch" };
    return random.pick<SpanWay>([
      { by: "tracer", tracer },
      { by: "tracer", tracer },
      { by: "opened", tracer },
      { by: "otel", tracer },
      { by: "free" },
      { by: "library" },
      { by: "library leaf" },
    ]);
  }

  private tracer(): number {
    return this.random.below(this.options.tracers);
  }

  private nextId(): string {
    return `${this.options.prefix ?? ""}span-${this.made++}`;
  }
}

const flows = ["parallel", "timer", "immediate", "emitter", "queue", "rejected promise"] as const;
