import { fileURLToPath } from "node:url";

import { startCollector, type CollectedSpan } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { runNode } from "../support/run-node.js";

const program = fileURLToPath(new URL("./fixtures/http.mjs", import.meta.url));

async function runWith(environment: Record<string, string>) {
  await using collector = await startCollector();
  const result = await runNode({
    program,
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    environment: { ...environment, COLLECTOR_URL: collector.url },
  });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  return { spans: [...collector.spans], port: new URL(collector.url).port };
}

const isHttp = ({ scope }: CollectedSpan): boolean => scope.name.includes("instrumentation-");

const isAsking = ({ name }: CollectedSpan): boolean => name === "askWithFetch";

const otlpServerKind = 2;

describe("HTTP tracing", () => {
  it("is off unless it is asked for", async () => {
    const { spans } = await runWith({});
    expect(spans.filter(isHttp)).toEqual([]);
  });

  it.each(["HH_DISABLE_HTTP_TRACING", "HONEYHIVE_DISABLE_HTTP_TRACING", "DISABLE_HTTP_TRACING"])(
    "that %s asks for puts requests below who makes them, gives those it serves a session, and leaves ours out",
    async (name) => {
      const { spans, port } = await runWith({ [name]: "false" });
      const childrenOf = (parent: string): CollectedSpan[] => {
        const span = spans.find((each) => each.name === parent);
        return spans.filter((each) => isHttp(each) && each.parentSpanId === span?.spanId);
      };
      expect(childrenOf("askWithFetch")).toHaveLength(1);
      expect(childrenOf("askWithHttp")).toHaveLength(1);
      const sessionOf = (span: CollectedSpan): unknown => span.attributes["honeyhive.session_id"];
      const served = spans.filter(({ kind }) => kind === otlpServerKind).map(sessionOf);
      const answers = spans.filter((span) => span.name === "answer").map(sessionOf);
      expect(new Set(served).size).toBe(2);
      expect(answers).toEqual(expect.arrayContaining(served));
      expect(served).not.toContain(spans.filter(isAsking).map(sessionOf)[0]);
      expect(JSON.stringify(spans.filter(isHttp).map((span) => span.attributes))).not.toContain(
        `:${port}`,
      );
    },
  );
});
