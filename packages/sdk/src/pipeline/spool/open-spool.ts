import type { Destination } from "../transport.js";
import { SpoolDirectory } from "./spool-directory.js";
import type { SpoolLimits, SpoolOptions } from "./spool-entry.js";
import { Spool } from "./spool.js";

/** What the program says of its spool. */
export interface SpoolSettings extends Pick<SpoolLimits, "maxBytes" | "maxAgeMs"> {
  readonly directory: string;
}

type SpoolContext = Omit<SpoolOptions, "directory" | "limits"> &
  Omit<SpoolLimits, keyof SpoolSettings>;

/** Undefined, with a warning, where the directory cannot be used. */
export function openSpool(
  settings: SpoolSettings,
  destination: Destination,
  { maxInFlight, timeoutMs, pauseMs, ...context }: SpoolContext,
): Spool | undefined {
  const { maxBytes, maxAgeMs } = settings;
  try {
    const directory = new SpoolDirectory(settings.directory, destination);
    directory.open();
    const limits = { maxBytes, maxAgeMs, maxInFlight, timeoutMs, pauseMs };
    return new Spool({ ...context, directory, limits });
  } catch (error) {
    context.logger.warn(
      `Expected \`spool\` to be a directory that can be written to, got ${settings.directory} (${String(error)}). ` +
        "Nothing is kept on disk; pass another directory.",
    );
    return undefined;
  }
}
