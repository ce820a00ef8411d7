import { checks } from "../lib/semantics.mjs";

export const title = "What becomes of a function that is wrapped";
export const metrics = checks.map(({ key, label }) => ({ key, label }));
/** Yes or no instead of figures, a check in each row. */
export const isFacts = true;
/** Untraced, there is nothing to ask. */
export const isTracedOnly = true;
/** The answers are the same each time. */
export const maxRounds = 1;
const patienceMs = 1500;
export const sizes = { full: {}, quick: {} };

export async function inProcess({ contestant, sink }) {
  // What a contestant drops on the floor must not end the process before the last check.
  process.on("unhandledRejection", () => undefined);
  const facts = {};
  for (const { key, holds } of checks) {
    await sink.reset({ keepRecords: true });
    facts[key] = (await isTrue(() => holds(contestant.wrap, recordsOf(contestant, sink)))) ? 1 : 0;
  }
  return facts;
}

async function isTrue(ask) {
  try {
    return (await ask()) === true;
  } catch {
    return false;
  }
}

/** @returns a function that waits until what arrived satisfies `isRight`, or is not going to */
function recordsOf({ flush }, sink) {
  return async (isRight) => {
    await flush();
    for (const until = Date.now() + patienceMs; ;) {
      const { records } = await sink.counts();
      if (isRight(records)) return true;
      if (Date.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
}
