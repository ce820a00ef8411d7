import { fork, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";

import { StoreError } from "../store-error.js";
import { findLivingOwner } from "./owner.js";
import type { HostOptions, HostReply, HostRequest } from "./protocol.js";

export interface HostProcess {
  readonly pid: number | undefined;
  send(request: HostRequest): void;
  /** Kills the process and resolves when it is gone. */
  kill(): Promise<void>;
}

export interface HostListener {
  onReply(reply: HostReply): void;
  /** The process ended without being asked to. */
  onCrash(reason: string): void;
}

const stderrTailBytes = 4096;

const hostEnvironment = {
  UV_THREADPOOL_SIZE: "8",
  // Options for the server's own Node, such as loaders and heap limits, are not for the host.
  NODE_OPTIONS: "",
  // The engine makes a table of all days for its own time zone and for each that a column names, which is this one.
  TZ: "UTC",
};

/** Starts a store host and waits until it holds the data directory. */
export function startHostProcess(
  options: HostOptions,
  listener: HostListener,
): Promise<HostProcess> {
  const child = fork(locateHost(), [JSON.stringify(options)], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ...hostEnvironment },
    execArgv: [],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let stderrTail = "";
  let isKilled = false;
  let isReady = false;
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderrTail = (stderrTail + text).slice(-stderrTailBytes);
  });
  return new Promise((resolve, reject) => {
    child.on("message", (reply: HostReply) => {
      if (reply.kind === "refused") {
        isKilled = true;
        void gone.then(() => reject(refusal(options.dataDir, reply, stderrTail)));
      } else if (reply.kind === "ready") {
        isReady = true;
        resolve(toHostProcess(child, gone, () => (isKilled = true)));
      } else listener.onReply(reply);
    });
    child.once("error", (error) => reject(startFailure(error.message, error)));
    child.once("exit", (code, signal) => {
      if (isKilled) return;
      const reason = `exit code ${code ?? "none"}, signal ${signal ?? "none"}. ${stderrTail.trim()}`;
      if (isReady) listener.onCrash(reason);
      else reject(startFailure(reason));
    });
  });
}

function toHostProcess(child: ChildProcess, gone: Promise<void>, onKill: () => void): HostProcess {
  return {
    pid: child.pid,
    // A message that cannot be sent is answered by the exit that follows.
    send: (request) => void child.send(request, () => {}),
    kill: async () => {
      onKill();
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** The host runs from built JavaScript even when the server itself runs from source. */
function locateHost(): string {
  return createRequire(import.meta.url).resolve("@honeyhive/server/store-host");
}

function refusal(
  dataDir: string,
  reply: Extract<HostReply, { kind: "refused" }>,
  stderrTail: string,
): StoreError {
  if (reply.code === "STORE_MISSING") {
    return new StoreError(
      "STORE_MISSING",
      `Expected the optional package \`chdb\` for the embedded store on ${process.platform}-${process.arch}, but it ` +
        `could not be loaded: ${reply.message} Install it with \`npm install chdb\`; it runs on Linux (glibc) and ` +
        "macOS, x64 and arm64. Or use a ClickHouse server: `honeyhive serve --store clickhouse://…`.",
    );
  }
  if (/lock file|already running/i.test(stderrTail + reply.message)) {
    const owner = findLivingOwner(dataDir);
    const server = owner === undefined ? "server" : `server (process ${owner})`;
    return new StoreError(
      "STORE_LOCKED",
      `Expected the data directory \`${dataDir}\` to be free, but another process holds it: a HoneyHive ${server} ` +
        "is already running on it. Use that server, stop it, or start this one with another data directory.",
    );
  }
  return startFailure(`${reply.message} ${stderrTail}`.trim());
}

function startFailure(reason: string, cause?: Error): StoreError {
  return new StoreError(
    "STORE_UNAVAILABLE",
    `Expected the store host to start, but it did not: ${reason}`,
    { cause },
  );
}
