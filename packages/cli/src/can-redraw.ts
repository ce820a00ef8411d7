/** Whether a line can be drawn again and again: the logs of CI keep each of them, though it may give a terminal. */
export function canRedraw(
  isTerminal: boolean | undefined,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const isCi = !["", "false", undefined].includes(env["CI"]);
  return isTerminal === true && !isCi && env["TERM"] !== "dumb";
}
