import { nearestName } from "@honeyhive/contract";
import { expect, it, vi } from "vitest";

import { createLogger } from "./logger.js";

it("says each kind of warning once, and debugging only when asked", () => {
  const lines: string[] = [];
  const logger = createLogger({ isVerbose: false, write: (line) => lines.push(line) });
  logger.warnOnce("a", "first");
  logger.warnOnce("a", "again");
  logger.warnOnce("b", "other");
  logger.debug(() => "silent");
  expect(lines).toEqual(["[honeyhive] first", "[honeyhive] other"]);
});

it("speaks on stderr where nobody says otherwise, and survives one that is closed", () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValueOnce(true);
  createLogger({ isVerbose: false }).warn("first");
  expect(written.mock.calls).toEqual([["[honeyhive] first\n"]]);
  written.mockImplementationOnce(() => {
    throw new Error("closed");
  });
  createLogger({ isVerbose: false }).warn("second");
  written.mockRestore();
});

it.each([
  ["apikey", "apiKey"],
  ["server_url", "serverUrl"],
  ["sesionName", "sessionName"],
  ["x", undefined],
  ["", undefined],
  ["temperature", undefined],
])("takes %j for %j", (given, meant) => {
  expect(nearestName(given, ["apiKey", "serverUrl", "sessionName", "source"])).toBe(meant);
});
