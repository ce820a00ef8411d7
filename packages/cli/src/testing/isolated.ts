import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CliIo } from "../cli-io.js";

/** An environment in which commands find no server, though one may run in the folder of the tests. */
export function isolated(env: CliIo["env"] = {}): CliIo["env"] {
  return { HONEYHIVE_DATA_DIR: join(tmpdir(), "honeyhive-without-server"), ...env };
}
