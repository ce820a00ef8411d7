import { expect, test } from "vitest";

import { obtainProject } from "../support/obtain-project.js";
import { readSnippets, runSnippets } from "./run-snippet.js";

const snippets = await readSnippets("docs/improve.md");

test("leads from a prompt on the server to an evaluation of what users disliked", async () => {
  const project = await obtainProject();
  const { url, apiKey } = project;
  const results = await runSnippets(snippets, { HH_API_KEY: apiKey, HH_API_URL: url });
  expect(results.map(({ exitCode }) => exitCode)).toEqual(snippets.map(() => 0));
  const said = results.map(({ stdout }) => stdout);
  expect(said.at(-2)?.trim()).toBe("2");
  expect(said.at(-1)).toMatch(/answers Paris: 0 of 2 passed\nlooks it up: 2 of 2 passed\n/);
  expect(said.at(-1)).toMatch(/can't tell .*needs about \d+ more/);
  expect(results.at(-1)?.stderr).toContain("Nothing is compared");

  const call = project.client;
  const { metrics } = await call("listMetrics", {});
  expect(metrics.map(({ name }) => name).toSorted()).toEqual(["correct", "one word", "quality"]);
  const { events } = await call("searchEvents", {
    body: { filters: [{ field: "event_name", operator: "is", value: "complete" }], limit: 10 },
  });
  expect(events.map(({ config }) => config["prompt"])).toEqual(events.map(() => "capitals"));
  expect(events).toHaveLength(3);
});
