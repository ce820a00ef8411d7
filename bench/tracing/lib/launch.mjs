import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { startSink } from "./sink-client.mjs";

const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));
const timeoutMs = 120_000;
const endTimeoutMs = 3000;

const steering =
  /^(OTEL_|HH_|LANGFUSE_|LANGSMITH_|LANGCHAIN_|LMNR_|TRACELOOP_|BRAINTRUST_|NODE_OPTIONS$)/;

/** Contestants must not be steered by the shell that the benchmark runs in. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !steering.test(name)),
);

/**
 * Runs `inProcess` of a measurement with a contestant in a fresh process against a fresh sink.
 *
 * @param nodeOptions more options for the process, such as those of the profiler
 */
export async function measureInProcess({
  contestant,
  tree,
  measurementUrl,
  sizes,
  nodeOptions = [],
}) {
  const sink = await startSink();
  const child = fork(worker, {
    execPath: tree.node,
    execArgv: ["--expose-gc", ...nodeOptions],
    env: environment,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints = (complaints + String(chunk)).slice(-2000)));
  try {
    const outcome = waitForResult(child, sink);
    const { moduleUrl: contestantUrl } = contestant;
    child.send({ contestantUrl, measurementUrl, tree: tree.directory, url: sink.url, sizes });
    const { result, error } = await outcome;
    if (error !== undefined) throw new Error(`${error}\n${complaints}`);
    return result;
  } finally {
    await end(child);
    sink.close();
  }
}

function waitForResult(child, sink) {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve({ error: `No result within ${timeoutMs} ms.` }),
      timeoutMs,
    );
    const finish = (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    child.on("message", async ({ order, settings, result, error }) => {
      if (order === undefined) return finish({ result, error });
      const counts = await sink[order](settings);
      if (child.connected) child.send({ counts });
    });
    child.on("exit", (code) => finish({ error: `The process ended with code ${code}.` }));
  });
}

/** Lets the process write its profile, if it has one, and end; contestants that hold on are killed. */
async function end(child) {
  if (!child.connected) return;
  const ended = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), endTimeoutMs);
  child.disconnect();
  await ended;
  clearTimeout(timer);
}

/** Wall time of a Node process from spawn to exit, in ms. */
export async function timeProcess({ tree, args }) {
  const start = performance.now();
  const child = spawn(tree.node, args, {
    cwd: tree.directory,
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
    timeout: timeoutMs,
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints += String(chunk)));
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${args.join(" ")} ended with code ${code}.\n${complaints}`);
  return performance.now() - start;
}
