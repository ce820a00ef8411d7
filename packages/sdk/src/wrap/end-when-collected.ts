import { processState } from "../core/process-state.js";
import type { Completion } from "./completion.js";

/** A stream that is dropped before its end would keep its span open for ever. */
export function endWhenCollected<Value extends object>(
  value: Value,
  completion: Completion,
): Value {
  processState.runtime?.collected.register(value, () =>
    completion.onValue("[The stream was not read to its end.]"),
  );
  return value;
}
