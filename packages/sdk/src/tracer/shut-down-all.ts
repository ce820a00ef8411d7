import type { FlushResult } from "../pipeline/pipeline.js";
import { liveTracers } from "./registry.js";

/** Shuts every tracer of the process down, side by side. What one of them rejects with does not stop the others. */
export async function gracefulShutdownAll(timeoutMs?: number): Promise<FlushResult[]> {
  const results = await Promise.allSettled(
    liveTracers().map((tracer) => tracer.shutdown(timeoutMs)),
  );
  return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
}
