import type { Random } from "@honeyhive/testing";

/** One thing that a program does. Those with an `id` make a span of that name. */
export type Step =
  | { readonly kind: "span"; readonly way: SpanWay; readonly id: string; readonly children: Steps }
  | {
      readonly kind: "session";
      readonly tracer: number;
      readonly sessionId: string;
      readonly children: Steps;
    }
  | { readonly kind: "flow"; readonly way: FlowWay; readonly children: Steps }
  | {
      readonly kind: "generator";
      readonly id: string;
      /** Run in the body before each `yield`. */
      readonly children: Steps;
      /** Run by the consumer after each `next()`. */
      readonly consumer: Steps;
    };

export type Steps = readonly Step[];

/** Who makes the span: a tracer by number, a free wrapper, or a library through OpenTelemetry's global tracer. */
export type SpanWay =
  | { readonly by: "tracer" | "opened" | "otel"; readonly tracer: number }
  | { readonly by: "free" | "library" | "library leaf" };

/** How the children are run. */
export type FlowWay = "parallel" | "timer" | "immediate" | "emitter" | "queue" | "rejected promise";

export interface TreeOptions {
  readonly random: Random;
  readonly tracers: number;
  /** About how many spans. */
  readonly size: number;
}

/** Trees of steps, run side by side. */
export function makeTrees({ random, tracers, size }: TreeOptions): Steps {
  let made = 0;
  const nextId = (): string => `span-${made++}`;
  const steps = (depth: number): Step[] => {
    const count = depth > 7 || made >= size ? 0 : random.below(5);
    return Array.from({ length: count }, () => makeStep(depth + 1));
  };
  const makeStep = (depth: number): Step => {
    const tracer = random.below(tracers);
    switch (random.below(8)) {
      case 0:
        return { kind: "session", tracer, sessionId: random.uuid(), children: steps(depth) };
      case 1:
        return { kind: "flow", way: random.pick(flows), children: steps(depth) };
      case 2: {
        const id = nextId();
        return { kind: "generator", id, children: steps(depth), consumer: steps(depth) };
      }
      default:
        return {
          kind: "span",
          id: nextId(),
          way: random.pick([
            { by: "tracer", tracer },
            { by: "tracer", tracer },
            { by: "opened", tracer },
            { by: "otel", tracer },
            { by: "free" },
            { by: "library" },
            { by: "library leaf" },
          ]),
          children: steps(depth),
        };
    }
  };
  const trees: Step[] = [];
  while (made < size) trees.push(makeStep(0));
  return trees;
}

const flows = ["parallel", "timer", "immediate", "emitter", "queue", "rejected promise"] as const;
