/**
 * Counts the tests of a vitest JSON report. A file that fails without a failing test (it did not load, a hook
 * failed) counts as one failure, and so do a run without tests and a run that failed for any other reason.
 *
 * @param {{ testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report
 * @param {number} exitCode of vitest
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of report.testResults) {
    const failures = assertionResults.filter((result) => result.status === "failed").length;
    passed += assertionResults.filter((result) => result.status === "passed").length;
    failed += status === "failed" ? Math.max(1, failures) : failures;
  }
  const nothingRan = passed + failed === 0;
  const failedOtherwise = exitCode !== 0 && failed === 0;
  return { passed, failed: nothingRan || failedOtherwise ? 1 : failed };
}
