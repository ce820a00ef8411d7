import { fileURLToPath } from "node:url";

import type { RunningServer } from "@honeyhive/server";
import type { ModelServer } from "@honeyhive/testing";

import { runNode } from "../support/run-node.js";

export interface SessionsRun {
  /** Who owns the process's OpenTelemetry globals. */
  readonly owner: "none" | "sdk-2" | "sdk-3";
  readonly sessions: number;
  readonly server: RunningServer;
  readonly model: ModelServer;
  /** A tree with the packages of the case. Default: this workspace. */
  readonly tree?: { readonly program: string; readonly path: string; readonly nodePath?: string };
}

export interface OwnerSpan {
  readonly name: string;
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

/** What `fixtures/sessions.mjs` prints. */
export interface SessionsReport {
  readonly ownerSpans: readonly OwnerSpan[];
  readonly flushed: unknown;
  readonly diagnostics: unknown;
}

export const sessionsProgram = fileURLToPath(new URL("./fixtures/sessions.mjs", import.meta.url));

export async function runSessions(run: SessionsRun): Promise<SessionsReport> {
  const { owner, sessions, server, model, tree } = run;
  const result = await runNode({
    program: tree?.program ?? sessionsProgram,
    cwd: tree?.path ?? fileURLToPath(new URL("..", import.meta.url)),
    ...(tree?.nodePath === undefined ? {} : { nodePath: tree.nodePath }),
    environment: {
      ISOLATION_CASE: JSON.stringify({
        owner,
        sessions,
        serverUrl: server.url,
        apiKey: server.apiKey,
        modelUrl: model.baseUrl,
        modelKey: model.apiKey,
      }),
    },
  });
  if (result.exitCode !== 0) throw new Error(`The program failed:\n${result.stderr}`);
  return JSON.parse(result.stdout) as SessionsReport;
}
