import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import type { CaseResult } from "../types/case-result.js";
import { findUndelivered } from "./find-undelivered.js";

const ended = (sessionId: string, outcome = "passed", scores = {}): CaseResult =>
  // What is looked at of a case.
  ({ sessionId, outcome, scores }) as unknown as CaseResult;

const scored = { exact: { state: "scored", value: 1 }, judge: { state: "not-scorable" } };

async function undelivered(
  datapoints: readonly object[] | undefined,
  cases: readonly CaseResult[],
): Promise<{
  readonly found: readonly string[] | undefined;
  readonly warnings: readonly string[];
}> {
  const server = createServer((request, response) => {
    // Inputs and outputs are most of the bytes, and nobody asks for them.
    const isAsked = request.url === "/v1/runs/run/result?detail=scores";
    const isKnown = isAsked && datapoints !== undefined;
    response.writeHead(isKnown ? 200 : 404).end(JSON.stringify({ datapoints }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens to a port.
  const { port } = server.address() as AddressInfo;
  const destination = { serverUrl: `http://127.0.0.1:${port}`, apiKey: "key" };
  const warnings: string[] = [];
  const logger = { warn: (message: string) => void warnings.push(message) };
  const found = await findUndelivered(destination, "run", cases, logger);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return { found: found && [...found], warnings };
}

describe("what a killed process had not delivered", () => {
  it("are cases without a session, without their own span, or with the outcome of an earlier attempt", async () => {
    const whole = { content_hash: "hash", outcome: "passed", metrics: [] };
    const { found, warnings } = await undelivered(
      [
        { ...whole, session_id: "whole" },
        { ...whole, session_id: "session-only", content_hash: null },
        { ...whole, session_id: "cut-off", outcome: "cancelled" },
      ],
      ["whole", "session-only", "cut-off", "absent"].map((id) => ended(id)),
    );
    expect({ found, warnings }).toEqual({
      found: ["session-only", "cut-off", "absent"],
      warnings: [],
    });
  });

  it("is told by the scores where a server knows no more", async () => {
    const { found } = await undelivered(
      [
        { session_id: "whole", metrics: [{ name: "exact" }] },
        { session_id: "unscored", metrics: [] },
        { session_id: "nothing-to-score", metrics: [] },
      ],
      [
        ended("whole", "passed", scored),
        ended("unscored", "passed", scored),
        ended("nothing-to-score", "errored"),
      ],
    );
    expect(found).toEqual(["unscored"]);
  });

  it("is not guessed where the server does not answer", async () => {
    const { found, warnings } = await undelivered(undefined, [ended("any")]);
    expect(found).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/cannot be found out.*HTTP 404/)]);
  });
});
