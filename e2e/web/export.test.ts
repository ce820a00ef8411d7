import { expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { saveRows } from "./save-rows.js";
import { openSeededApp } from "./open-seeded-app.js";

const app = await openSeededApp(candidate);

const runPath = `/runs/${candidate.runId}`;

test("saves the cases that are shown, and all of each", async () => {
  const page = await app.open(`${runPath}?outcome=failed`);
  await page.getByRole("grid", { name: "Cases" }).getByRole("row").nth(1).waitFor();
  const csv = await saveRows(page, "CSV");
  const [header, ...lines] = csv.text.trimEnd().split("\r\n");
  expect(csv.name).toBe("shorter-prompt.csv");
  expect(header).toMatch(
    /^\uFEFFcase,trial,outcome,inputs\.question,outputs\.answer,ground_truth,/,
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("dp-australia,,failed,What is the capital of Australia?,");
  const json = await saveRows(page, "JSON");
  expect(JSON.parse(json.text)).toMatchObject([
    { case: "dp-australia", outcome: "failed", correct: false },
  ]);
});

test("saves all sessions that match, also those that the list has not come to", async () => {
  const page = await app.open("/sessions?q=shorter");
  await page.getByRole("grid", { name: "Sessions" }).getByRole("row").nth(1).waitFor();
  const { text } = await saveRows(page, "JSON");
  const sessions = JSON.parse(text) as readonly { readonly session: string }[];
  expect(sessions).toHaveLength(9);
  expect(new Set(sessions.map(({ session }) => session))).toEqual(new Set(["shorter prompt"]));
});
