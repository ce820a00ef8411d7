import { open, rename, rm } from "node:fs/promises";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";

export interface Output extends AsyncDisposable {
  write(text: string): Promise<void>;
  /** All is written: the file takes its place. Without it nothing is left behind. */
  keep(): Promise<void>;
}

/** A file, or the terminal. A file that is there stays as it is until all of the new one is written. */
export async function openOutput(file: string | undefined, io: CliIo): Promise<Output> {
  if (file === undefined) {
    return {
      write: async (text) => {
        io.stdout(text);
        if (io.isStdoutGone?.() === true) throw new CliError("", exitCodes.ok);
      },
      keep: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  const partial = `${file}.partial`;
  const handle = await must(file, () => open(partial, "w"));
  return {
    write: (text) => must(file, () => handle.writeFile(text)),
    keep: () =>
      must(file, async () => {
        await handle.close();
        await rename(partial, file);
      }),
    [Symbol.asyncDispose]: async () => {
      await handle.close();
      await rm(partial, { force: true });
    },
  };
}

async function must<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const came = error instanceof Error ? error.message : String(error);
    throw new CliError(`Expected to write ${file}, got ${came}. Check --out.`);
  }
}
