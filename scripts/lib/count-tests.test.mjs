import { describe, expect, it } from "vitest";
import { countTests } from "./count-tests.mjs";

const file = (status, ...results) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
});

describe("countTests", () => {
  it("counts the tests that passed and failed, and not those that were skipped", () => {
    const testResults = [
      file("passed", "passed", "skipped"),
      file("failed", "passed", "failed", "failed"),
    ];
    expect(countTests({ testResults }, 1)).toEqual({ passed: 2, failed: 2 });
  });

  it("counts a file that did not load as one failure", () => {
    const testResults = [file("passed", "passed"), file("failed")];
    expect(countTests({ testResults }, 1)).toEqual({ passed: 1, failed: 1 });
  });

  it("counts a run that failed outside of its tests as one failure", () => {
    expect(countTests({ testResults: [file("passed", "passed")] }, 1)).toEqual({
      passed: 1,
      failed: 1,
    });
  });

  it("counts a run without tests as one failure", () => {
    expect(countTests({ testResults: [] }, 0)).toEqual({ passed: 0, failed: 1 });
    expect(countTests({ testResults: [file("passed", "skipped")] }, 0)).toEqual({
      passed: 0,
      failed: 1,
    });
  });
});
