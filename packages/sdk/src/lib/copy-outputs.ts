import { copyPlain } from "./copy-plain.js";

/** Beyond them copying takes longer than most evaluators. */
const limits = { maxParts: 10_000, maxDepth: 100 };

/**
 * Outputs for one evaluator alone: what it changes in their lists and objects reaches nobody else. They are the same for
 * all where they refer to themselves, cannot be read, or have more than 10,000 parts or 100 levels.
 */
export function copyOutputs<Value>(outputs: Value): Value {
  try {
    return copyPlain(outputs, limits);
  } catch {
    // A property throws when it is read.
    return outputs;
  }
}
