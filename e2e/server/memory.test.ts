import { readFileSync } from "node:fs";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { startServerProcess } from "./durability/server-process.js";

const bodies = 24;
const spansOfBody = 400;
const textBytes = 30_000;
/** What may wait (64 MB) and what may be read (64 MB), each in several forms, beside what an idle server takes. */
const capBytes = 600 * 1024 * 1024;

test.runIf(process.platform === "linux")(
  "keeps its memory when it is flooded with large bodies, and refuses those that it has no room for",
  { timeout: 300_000 },
  async () => {
    await using directory = await makeTemporaryDirectory();
    const server = await startServerProcess(directory.path);
    try {
      const answers = await Promise.all(
        Array.from({ length: bodies }, (_, index) =>
          fetch(`${server.url}/v1/traces`, {
            method: "POST",
            headers: {
              authorization: `Bearer ${server.apiKey}`,
              "content-type": "application/json",
            },
            body: makeBody(index),
          }),
        ),
      );
      const refused = answers.filter(({ status }) => status !== 200);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.length).toBeLessThan(bodies);
      for (const { status, headers } of refused) {
        expect([status, headers.get("retry-after")]).toEqual([429, "1"]);
      }
      expect(peakBytes(server.pid)).toBeLessThan(capBytes);
      const { totalEvents } = await server.client("exportEvents", { body: { limit: 1 } });
      // Of each body that was taken all spans, and its session.
      expect(totalEvents).toBe((bodies - refused.length) * (spansOfBody + 1));
    } finally {
      await server.kill();
    }
  },
);

/** Some 12 MB, in a trace of its own. */
function makeBody(index: number): string {
  const spans = Array.from({ length: spansOfBody }, (_, span) => ({
    traceId: String(index + 1).padStart(32, "0"),
    spanId: String(span + 1).padStart(16, "0"),
    name: "answer",
    startTimeUnixNano: "1700000000000000000",
    endTimeUnixNano: "1700000001000000000",
    attributes: [{ key: "honeyhive_outputs.text", value: { stringValue: "x".repeat(textBytes) } }],
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

/** The most that the process ever had resident. */
function peakBytes(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}
