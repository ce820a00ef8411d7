import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ApiError, createClient, type Health } from "@honeyhive/contract";

export interface Finding {
  readonly name: "node" | "store" | "port" | "server" | "key";
  readonly state: "ok" | "failed" | "skipped";
  readonly message: string;
  /** The command that helps. */
  readonly help?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const neededNode = [20, 19] as const;
const defaultUrl = "http://127.0.0.1:4747";

export async function checkNode(version: string = process.versions.node): Promise<Finding> {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor, neededMinor] = neededNode;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) {
    return { name: "node", state: "ok", message: version };
  }
  return {
    name: "node",
    state: "failed",
    message: `expected ${neededNode.join(".")} or newer, got ${version}.`,
    help: "Install a newer Node: https://nodejs.org, or `nvm install 24`.",
  };
}

/** Starts a server over an empty folder: the engine loads, the tables are made, an address can be listened on. */
export async function checkStore(): Promise<Finding> {
  const dataDir = await mkdtemp(join(tmpdir(), "honeyhive-doctor-"));
  try {
    const { startServer } = await import("@honeyhive/server");
    const server = await startServer({ port: 0, dataDir, store: dataDir, logLevel: "silent" });
    await server.close();
    return { name: "store", state: "ok", message: "the embedded store starts." };
  } catch (error) {
    return {
      name: "store",
      state: "failed",
      message: messageOf(error),
      help: "`npm install chdb`, or keep events elsewhere: `honeyhive serve --store clickhouse://…`",
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Whether `honeyhive dev` gets the port that it wants. */
export async function checkPort(env: Environment): Promise<Finding> {
  const port = Number(env["HONEYHIVE_PORT"] || 4747);
  const health = await readHealth(`http://127.0.0.1:${port}`);
  if (health !== undefined) {
    const message = `${port} is that of a running HoneyHive server, version ${health.version}.`;
    return { name: "port", state: "ok", message };
  }
  if (!(await isListening(port))) return { name: "port", state: "ok", message: `${port} is free.` };
  return {
    name: "port",
    state: "failed",
    message: `expected ${port} to be free, but another program listens on it.`,
    help: `Choose another: \`honeyhive dev --port ${port + 1}\``,
  };
}

interface Target {
  readonly url?: string;
  readonly apiKey?: string;
}

/** Whether the server that programs here send to answers, and takes their key. */
export function checkServer(target: Target, env: Environment): Promise<Finding>[] {
  const given = target.url ?? (env["HH_API_URL"] || undefined);
  const serverUrl = (given ?? defaultUrl).replace(/\/+$/, "");
  const apiKey = target.apiKey ?? env["HH_API_KEY"];
  return [checkAddress(serverUrl, given !== undefined), checkKey(serverUrl, apiKey)];
}

async function checkAddress(serverUrl: string, isGiven: boolean): Promise<Finding> {
  const name = "server";
  const health = await readHealth(serverUrl);
  if (health?.store.ready === true) {
    const trouble = troubleOf(health);
    const message = `${serverUrl} answers, version ${health.version}.`;
    if (trouble === undefined) return { name, state: "ok", message };
    return { name, state: "failed", ...trouble };
  }
  if (health !== undefined) {
    const message = `${serverUrl} answers, but its store does not take requests.`;
    return { name, state: "failed", message, help: "Look at its log, then start it again." };
  }
  const message = `${serverUrl} does not answer as a HoneyHive server.`;
  const help = "Start one with `honeyhive dev`, or set HH_API_URL to the address of yours.";
  return { name, state: isGiven ? "failed" : "skipped", message, help };
}

/** Of a store that answers questions all the same. */
function troubleOf({ store }: Health): Pick<Finding, "message" | "help"> | undefined {
  if (store.full === true) {
    return {
      message: "the disk of the store is full: what is sent is refused.",
      help: "Make room on it; everything goes on by itself then.",
    };
  }
  if (store.shards_down === undefined) return undefined;
  return {
    message: `of the store's shards ${store.shards_down.join(", ")} do not answer.`,
    help: "Bring them back; everything goes on by itself then.",
  };
}

async function checkKey(serverUrl: string, apiKey: string | undefined): Promise<Finding> {
  const name = "key";
  const help = "`honeyhive dev` prints the key of a local server: set HH_API_KEY to it.";
  if (apiKey === undefined || apiKey === "") {
    return { name, state: "skipped", message: "HH_API_KEY is not set.", help };
  }
  try {
    await createClient({ serverUrl, apiKey })("listRuns", { query: { limit: 1 } });
    return { name, state: "ok", message: "the server takes it." };
  } catch (error) {
    if (!(error instanceof ApiError)) {
      return { name, state: "skipped", message: "there is no server to try it on." };
    }
    return { name, state: "failed", message: error.message, help };
  }
}

/** Undefined when something else listens there, or nothing. */
async function readHealth(serverUrl: string): Promise<Health | undefined> {
  try {
    const health = await createClient({ serverUrl })("getHealth", {});
    return typeof health.version === "string" && "store" in health ? health : undefined;
  } catch {
    // Nothing listens, or not a HoneyHive server.
    return undefined;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const end = (isThere: boolean) => (): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", end(true)).once("error", end(false)).setTimeout(1000, end(false));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
