import { processState } from "../../core/process-state.js";
import type { TracerCore } from "../../core/tracer-core.js";
import { describeError } from "../../lib/describe-error.js";
import { currentCore } from "../../scope/current-core.js";
import type { WrapOptions } from "../trace-method.js";
import { AgentRuns } from "./agent-runs.js";
import { readSpan } from "./running-place.js";

/** What `addTraceProcessor` of the SDK takes. */
export interface OpenAIAgentsProcessor {
  onTraceStart(trace: unknown): Promise<void>;
  onTraceEnd(trace: unknown): Promise<void>;
  onSpanStart(span: unknown): Promise<void>;
  onSpanEnd(span: unknown): Promise<void>;
  /** Sends what waits. The tracers go on. */
  shutdown(timeoutMs?: number): Promise<void>;
  forceFlush(): Promise<void>;
}

export function createProcessor({ tracer }: WrapOptions): OpenAIAgentsProcessor {
  const core = tracer?.core;
  const runs = new AgentRuns(core);
  /** The SDK waits for a trace's beginning, and would fail the run. */
  const attempt = async (record: () => void): Promise<void> => {
    try {
      record();
    } catch (error) {
      (core ?? currentCore())?.logger.warnOnce(
        "agents-failed",
        `A run of agents could not be recorded: ${describeError(error).message}`,
      );
    }
  };
  return {
    onTraceStart: (trace) => attempt(() => runs.startTrace(trace)),
    onTraceEnd: (trace) => attempt(() => runs.endTrace(trace)),
    onSpanStart: (source) =>
      attempt(() => {
        const span = readSpan(source);
        if (span !== undefined) runs.startSpan(span);
      }),
    onSpanEnd: (source) =>
      attempt(() => {
        const span = readSpan(source);
        if (span !== undefined) runs.endSpan(span);
      }),
    shutdown: async (timeoutMs) => {
      await attempt(() => runs.leave());
      await flush(core, timeoutMs);
    },
    forceFlush: () => flush(core, undefined),
  };
}

/** What the tracer has sent, or all of the process. */
async function flush(core: TracerCore | undefined, timeoutMs: number | undefined): Promise<void> {
  const all = [...processState.pipelines.values()];
  const own = all.filter(({ pipeline }) => core === undefined || pipeline === core.pipeline);
  await Promise.all(
    own.map(({ pipeline, flushTimeoutMs }) => pipeline.flush(timeoutMs ?? flushTimeoutMs)),
  );
}
