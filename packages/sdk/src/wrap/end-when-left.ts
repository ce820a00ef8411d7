import type { TracerCore } from "../core/tracer-core.js";
import type { Completion } from "./completion.js";
import type { OutputCollector } from "./output-collector.js";

/**
 * What is dropped before its end would keep its span open for ever: `end` is called when `value` has been collected, or
 * before that with its tracer. It must not refer to `value`, and is called for what has ended, too.
 */
export function endWhenLeft(value: object, core: TracerCore, end: () => void): void {
  core.openWork.add(end);
  core.runtime.collected.register(value, () => {
    core.openWork.delete(end);
    end();
  });
}

/** What a stream that was left has given until then. */
export function endUnread(completion: Completion, collector?: OutputCollector): () => void {
  return () => {
    if (completion.isDone === true) return;
    const given = collector?.result();
    const isNothing = given === undefined || (Array.isArray(given) && given.length === 0);
    completion.onValue(isNothing ? "[The stream was not read to its end.]" : given);
  };
}
