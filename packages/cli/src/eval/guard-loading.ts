import { setImmediate } from "node:timers/promises";

import { exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { loadFailure } from "./load-failure.js";
import { placeOf } from "./place-of.js";

/** Node's own code for a program that ends while it awaits; newer ones tell it here already, older ones say 0. */
const neverSettled = 13;

/**
 * Loads a file. One that ends the process, or waits for what never comes, is named, and the exit is no success: nothing
 * has been evaluated. What it throws where nobody catches is a failure of the file, not of the others.
 */
export async function guardLoading<Loaded>(
  path: string,
  { stderr }: Pick<CliIo, "stderr">,
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  const onExit = (exitCode: number): void => {
    // Whoever calls `process.exit()` waits for this.
    const place = placeOf(new Error("for its stack"));
    stderr(
      `${path} ended the process${place}, with exit code ${exitCode}, while it was loaded: no evaluation has run. ` +
        "Call `process.exit()` in functions alone, and await only what settles.\n",
    );
    if (exitCode === exitCodes.ok || exitCode === neverSettled) process.exitCode = exitCodes.failed;
  };
  let onUncaught: (error: unknown) => void = () => undefined;
  const uncaught = new Promise<never>((_, reject) => {
    onUncaught = (error) => reject(loadFailure(path, error));
  });
  process.once("exit", onExit).on("uncaughtException", onUncaught);
  try {
    return await Promise.race([loadAndListen(load), uncaught]);
  } finally {
    process.off("exit", onExit).off("uncaughtException", onUncaught);
  }
}

/** Of a rejection that is left to nobody the process hears when the turn has ended. */
async function loadAndListen<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await load();
  } finally {
    await setImmediate();
  }
}
