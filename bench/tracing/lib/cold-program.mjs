// A short program: imports, sets up, calls once, flushes, exits.
import { createInput, output } from "./payload.mjs";

const [, , contestantUrl, tree, url] = process.argv;
const { load } = await import(`${tree}/load.mjs`);
const { setUp } = await import(contestantUrl);
const contestant = await setUp({ url, load });
const answer = contestant.wrap(async function answer(_input) {
  return output;
});
await answer(createInput());
await contestant.flush();
process.exit();
