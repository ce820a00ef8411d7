import { fileURLToPath } from "node:url";

import type { RunningServer } from "@honeyhive/server";
import type { ModelServer } from "@honeyhive/testing";

import { runNode, type NodeRun } from "../support/run-node.js";

/** Who owns the process's OpenTelemetry globals; `-off` samples nothing, Sentry without a rate neither. */
export type Owner =
  | "none"
  | "sdk-2"
  | "sdk-2-off"
  | "sdk-3"
  | "sdk-3-off"
  | "node-sdk"
  | "sentry"
  | "sentry-rate-1"
  | "datadog";

export interface SessionsRun {
  readonly owner: Owner;
  /** Whether the owner registers before our `init` or after it. Default `before`. */
  readonly order?: "before" | "after";
  readonly sessions: number;
  readonly server: Pick<RunningServer, "url" | "apiKey">;
  readonly model: ModelServer;
  /** A tree with the packages of the case. Default: this workspace. */
  readonly tree?: Pick<NodeRun, "program" | "nodePath" | "nodeArguments"> & {
    readonly path: string;
  };
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
export const ownerProgram = fileURLToPath(
  new URL("./fixtures/register-owner.mjs", import.meta.url),
);

export const sentryProgram = fileURLToPath(
  new URL("./fixtures/sentry-scopes.mjs", import.meta.url),
);

export async function runSessions(run: SessionsRun): Promise<SessionsReport> {
  const { owner, order = "before", sessions, server, model, tree } = run;
  const result = await runNode({
    program: sessionsProgram,
    ...tree,
    cwd: tree?.path ?? fileURLToPath(new URL("..", import.meta.url)),
    environment: {
      ISOLATION_CASE: JSON.stringify({
        owner,
        order,
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
