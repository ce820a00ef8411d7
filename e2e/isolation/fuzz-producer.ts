import { Readable } from "node:stream";

import { trace } from "honeyhive";

import type { ProducerStep, Step } from "./fuzz-tree.js";

export interface ProducerSides {
  /** Runs a step of the producer's body. */
  readonly produce: (step: Step) => Promise<void>;
  /** Runs a step of the code that consumes it. */
  readonly consume: (step: Step) => Promise<void>;
}

/** Makes what the step describes, takes values from it, and resolves once its `finally` is over too. */
export async function consumeProducer(step: ProducerStep, sides: ProducerSides): Promise<void> {
  let onCleanedUp = (): void => undefined;
  const cleanedUp = new Promise<void>((resolve) => (onCleanedUp = resolve));
  const generate = async function* (): AsyncGenerator<number> {
    try {
      for (const child of step.children) {
        await sides.produce(child);
        yield 1;
      }
    } finally {
      for (const child of step.cleanup) await sides.produce(child);
      onCleanedUp();
    }
  };
  const waiting = [...step.consumer];
  let taken = 0;
  for await (const _ of makeProducer(step, generate)) {
    const next = waiting.shift();
    if (next !== undefined) await sides.consume(next);
    if (++taken === step.leaveAfter) break;
  }
  await cleanedUp;
  for (const rest of waiting) await sides.consume(rest);
}

function makeProducer(
  { shape, id }: ProducerStep,
  generate: () => AsyncGenerator<number>,
): AsyncIterable<unknown> {
  const options = { eventName: id };
  switch (shape) {
    case "generator":
      return trace(generate, options)();
    case "node stream":
      return trace(() => Readable.from(generate()), options)();
    case "web stream":
      return trace(() => ReadableStream.from(generate()), options)();
    default:
      return shape satisfies never;
  }
}
