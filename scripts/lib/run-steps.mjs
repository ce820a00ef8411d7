import { performance } from "node:perf_hooks";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} [after] The step that must succeed first.
 * @property {() => Promise<string>} run Resolves to a remark; rejects with what is wrong.
 */

/**
 * Runs steps, at most `width` at a time, prints one line for each, and resolves to the names of those that failed.
 *
 * @param {readonly Step[]} steps
 * @param {{ width: number, print: (line: string) => void }} options
 * @returns {Promise<string[]>}
 */
export async function runSteps(steps, { width, print }) {
  /** @type {Map<string, boolean>} */
  const results = new Map();
  const waiting = [...steps];
  /** @type {Map<string, Promise<void>>} */
  const running = new Map();

  while (waiting.length > 0 || running.size > 0) {
    for (const step of startable(waiting, results).slice(0, width - running.size)) {
      waiting.splice(waiting.indexOf(step), 1);
      const end = runStep(step, results, print).then((ok) => {
        results.set(step.name, ok);
        running.delete(step.name);
      });
      running.set(step.name, end);
    }
    await Promise.race(running.values());
  }
  return steps.map((step) => step.name).filter((name) => results.get(name) !== true);
}

function startable(waiting, results) {
  return waiting.filter(({ after }) => after === undefined || results.has(after));
}

async function runStep(step, results, print) {
  const start = performance.now();
  try {
    if (step.after !== undefined && results.get(step.after) !== true) {
      throw new Error(`Not run, because "${step.after}" failed.`);
    }
    const remark = await step.run();
    print(line("ok  ", step.name, start, remark));
    return true;
  } catch (error) {
    print(line("FAIL", step.name, start, ""));
    print(error instanceof Error ? error.message : String(error));
    return false;
  }
}

function line(verdict, name, start, remark) {
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
  return `${verdict} ${name.padEnd(24)} ${seconds} s  ${remark}`.trimEnd();
}
