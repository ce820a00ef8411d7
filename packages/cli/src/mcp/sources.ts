import type { Client } from "@honeyhive/contract";

import type { RunsSource } from "../runs/runs-source.js";

/** Whom tools ask. What is asked is decided anew each time: a server may have been started meanwhile. */
export interface Sources {
  /** A server, or journals where there is none. */
  readonly runs: <Answer>(question: (source: RunsSource) => Promise<Answer>) => Promise<Answer>;
  readonly server: <Answer>(question: (call: Client) => Promise<Answer>) => Promise<Answer>;
}
