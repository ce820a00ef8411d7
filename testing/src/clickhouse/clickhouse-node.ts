import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { buildLauncher } from "./build-launcher.js";

export interface NodeSettings {
  readonly directory: string;
  readonly httpPort: number;
  readonly tcpPort: number;
  readonly configFile: string;
  readonly environment: Readonly<Record<string, string>>;
}

const readyTimeoutMs = 60_000;
const probeIntervalMs = 20;
const outputTail = 4000;

/** Without users and without an end: the statement sleeps for as long as the process lives. */
const listenForEver =
  "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; " +
  "SELECT sleepEachRow(3) FROM numbers(1000000000) " +
  "SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null";

/** A ClickHouse server on the loopback interface, in a process of its own. */
export class ClickHouseNode {
  readonly #settings: NodeSettings;
  #child: ChildProcess | undefined;
  #output = "";

  constructor(settings: NodeSettings) {
    this.#settings = settings;
  }

  /** `127.0.0.1:<port>`, as addresses of stores name it. */
  get host(): string {
    return `127.0.0.1:${this.#settings.httpPort}`;
  }

  /** Starts it, on the same ports and data as before, and resolves when it answers. */
  async start(): Promise<void> {
    const { directory, httpPort, tcpPort, configFile, environment } = this.#settings;
    const child = spawn(
      await buildLauncher(),
      [
        locateLibrary(),
        `--path=${join(directory, "data")}`,
        `--config-file=${configFile}`,
        "--listen_host=127.0.0.1",
        `--http_port=${httpPort}`,
        `--tcp_port=${tcpPort}`,
        "--interactive",
        "--progress=off",
        "--progress-table=off",
        "--multiquery",
        "--query",
        listenForEver,
      ],
      {
        cwd: directory,
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    this.#child = child;
    this.#output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-outputTail);
      });
    }
    await this.#untilReady(child);
  }

  /** Ends it as a power cut would, but for what the kernel still holds. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** Runs a statement, outside of what is tested, and resolves to its answer as text. */
  async ask(sql: string, database = "default"): Promise<string> {
    const response = await fetch(`http://${this.host}/?database=${database}`, {
      method: "POST",
      body: sql,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Expected ClickHouse to answer \`${sql}\`, got: ${text}`);
    return text.trimEnd();
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const deadlineMs = performance.now() + readyTimeoutMs;
    while (!(await isAnswering(this.host))) {
      const hasEnded = child.exitCode !== null || child.signalCode !== null;
      if (hasEnded || performance.now() > deadlineMs) {
        await this.kill();
        throw new Error(`Expected ClickHouse to listen on ${this.host}, got: ${this.#output}`);
      }
      await wait(probeIntervalMs);
    }
  }
}

async function isAnswering(host: string): Promise<boolean> {
  try {
    return (await fetch(`http://${host}/ping`)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

function locateLibrary(): string {
  const suffix = process.platform === "linux" ? "-gnu" : "";
  const name = `@chdb/lib-${process.platform}-${process.arch}${suffix}`;
  return createRequire(import.meta.url).resolve(`${name}/libchdb.so`);
}
