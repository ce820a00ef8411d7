import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = (name) => fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url));
/** Ticks of `/proc/<pid>/stat`. */
const ticksPerSecond = 100;

/** Those that were started here and have not ended. */
const running = new Set();

function start(name, args, options) {
  const child = fork(program(name), args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    ...options,
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends what a measurement that failed or was interrupted has left. A store ends with its server. */
export async function endAll() {
  const gone = [...running].map((child) => new Promise((resolve) => child.once("exit", resolve)));
  for (const child of running) child.kill("SIGKILL");
  await Promise.all(gone);
}

/** A server over `dataDir` in a process of its own, which leaves a CPU profile in `profileDir` when it stops. */
export async function startServer(dataDir, profileDir) {
  const child = start("server", [dataDir], {
    execArgv: profileDir === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`],
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const { url, apiKey } = await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  const host = Number(
    readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").split(" ")[0],
  );
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  return {
    url,
    headers,
    cpu: () => ({ server: cpuSeconds(child.pid), store: cpuSeconds(host) }),
    memory: () => ({ server: memoryOf(child.pid), store: memoryOf(host) }),
    loopDelay: async () => loopDelayIn(await (await fetch(`${url}/metrics`)).text()),
    async call(method, path, body) {
      const response = await fetch(url + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
      return response.json();
    },
    async stop() {
      child.send("stop");
      await gone;
    },
  };
}

/** Somebody else's server with its data in `dataDir`: `programs/<name>.mjs`. */
export async function startPeer(name, packages, dataDir) {
  const child = fork(program(name), [packages, dataDir], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const { url } = await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}.`)));
  });
  return {
    url,
    headers: {},
    cpu: () => cpuSeconds(child.pid),
    memory: () => memoryOf(child.pid),
    async stop() {
      child.send("stop");
      await gone;
    },
  };
}

/** One task of chDB alone on the folder of a stopped server. */
export function runRawEngine(dataDir, task, argument = "") {
  const child = start("raw-engine", [dataDir, task, String(argument)]);
  return new Promise((resolve, reject) => {
    let result;
    child.once("message", (message) => (result = message));
    child.once("exit", () =>
      result === undefined ? reject(new Error(`Raw engine: ${task} failed.`)) : resolve(result),
    );
  });
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Megabytes: resident, the most there ever were, what is no mapped file, and resident with shared pages split. */
function memoryOf(pid) {
  const text =
    readFileSync(`/proc/${pid}/status`, "utf8") + readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const field = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)[1]) / 1024);
  return {
    now: field("VmRSS"),
    peak: field("VmHWM"),
    anonymous: field("RssAnon"),
    share: field("\nPss"),
  };
}

function loopDelayIn(text) {
  const milliseconds = (statistic) =>
    Number(
      new RegExp(`honeyhive_event_loop_delay_seconds\\{statistic="${statistic}"\\} (\\S+)`).exec(
        text,
      )[1],
    ) * 1000;
  return { p50: milliseconds("p50"), p99: milliseconds("p99"), max: milliseconds("max") };
}
