import { expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp(candidate);
const session = `/sessions/${sessionIdOf(candidate.runId, 0)}`;

test.each([
  ["/runs?sort=bogus&status=done", ["sort=bogus", "status=done"]],
  ["/runs?stauts=failed", ["stauts=failed – did you mean status?"]],
  [
    "/sessions?where=error+exists%0Acustomer+equals+acme&since=2h",
    ["where=customer equals acme", "since=2h"],
  ],
  [`/runs/${candidate.runId}?outcome=bad&sort=-corect`, ["outcome=bad", "sort=-corect"]],
  [`${session}?event=0f0f`, ["event=0f0f – no such span is in this trace"]],
  ["/monitor?since=1y", ["since=1y"]],
])("says what of %s means nothing, and takes it out", async (path, said) => {
  const page = await app.open(path);
  const notice = page.getByRole("status").filter({ hasText: "Ignored what the address says" });
  await notice.waitFor();
  const texts = await notice.getByRole("listitem").allTextContents();
  expect(texts).toHaveLength(said.length);
  for (const one of said) expect(texts.join("\n")).toContain(one);
  await notice.getByRole("button", { name: "Take out" }).click();
  await notice.waitFor({ state: "hidden" });
  const { pathname, searchParams } = new URL(page.url());
  expect(pathname).toBe(path.split("?")[0]);
  expect(searchParams.get("where")).toBe(path.includes("where") ? "error exists" : null);
  for (const key of ["sort", "status", "stauts", "outcome", "event", "since"]) {
    expect(searchParams.get(key)).toBeNull();
  }
});

test("says nothing of addresses that are understood, nor of what others add to them", async () => {
  const page = await app.open(
    `/runs/${candidate.runId}?outcome=failed&sort=-duration&utm_source=x`,
  );
  await page.getByRole("grid", { name: "Cases" }).waitFor();
  expect(await page.getByText("Ignored what the address says").count()).toBe(0);
  expect(app.complaints).toEqual([]);
});

test("goes back filter by filter, not letter by letter", async () => {
  const page = await app.open("/runs");
  await page.getByRole("link", { name: "shorter prompt" }).click();
  const rows = page.getByRole("grid", { name: "Cases" }).getByRole("row");
  await page.getByRole("button", { name: "failed 1" }).click();
  await page.getByRole("button", { name: "0: 1 case" }).click();
  await page.getByLabel("Search cases").fill("australia");
  const shows = (filters: Readonly<Record<string, string>>): Promise<void> =>
    expect
      .poll(() => Object.fromEntries(new URL(page.url()).searchParams.entries()))
      .toEqual(filters);
  const bar = { metric: "correct@chain:answerQuestion", range: "0..0" };
  await shows({ outcome: "failed", ...bar, q: "australia" });
  await page.goBack();
  await shows({ outcome: "failed" });
  await page.goBack();
  await shows({});
  await expect.poll(() => rows.count()).toBe(10);
  await page.goBack();
  await page.getByRole("heading", { name: "Runs" }).waitFor();
});
