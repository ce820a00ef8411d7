import axe from "axe-core";
import { evaluate } from "honeyhive";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";

let app: App;
let sliced: string;
let plain: string;
/** The same rows, of which the function answers the German ones otherwise. */
let worse: string;

beforeAll(async () => {
  app = await openApp();
  const options = {
    apiKey: app.apiKey,
    serverUrl: app.url,
    journal: false,
    function: ({ inputs }: { readonly inputs: { readonly n: number } }) => inputs.n,
    evaluators: [{ name: "low", evaluate: (n: number) => n < 3 }],
  } as const;
  const rows = [0, 1, 2, 3, 4].map((n) => ({ inputs: { n } }));
  const tagged = rows.map((row, n) =>
    n === 4 ? row : { ...row, metadata: { lang: n % 2 === 0 ? "de" : "fr", team: "x" } },
  );
  plain = (await evaluate({ ...options, dataset: rows })).runId;
  const otherwise = ({ inputs: { n } }: { readonly inputs: { readonly n: number } }) =>
    n === 0 || n === 2 ? 3 : n;
  worse = (await evaluate({ ...options, dataset: tagged, function: otherwise })).runId;
  sliced = (await evaluate({ ...options, dataset: tagged })).runId;
});

afterAll(async () => {
  expect(app.complaints).toEqual([]);
  await app[Symbol.asyncDispose]();
});

test("sums up cases by what their rows say, shows those of one slice, and keeps both in the address", async () => {
  const page = await app.open(`/runs/${sliced}`);
  await page.getByRole("button", { name: "lang", exact: true }).click();
  const table = page.getByRole("region", { name: "Slices by lang" });
  await table.waitFor();
  expect(await table.getByRole("row").allInnerTexts()).toEqual([
    "lang\tpassed\tlow",
    "de\t2 of 2\t1",
    "fr\t1 of 2\t0.5",
    "none\t0 of 1\t0",
  ]);
  await table.getByRole("button", { name: "fr" }).press("Enter");
  await page.getByText("2 of 5 cases").waitFor();
  await page.reload();
  await page.getByText("2 of 5 cases").waitFor();
  expect(await table.getByRole("button", { pressed: true }).allInnerTexts()).toEqual(["fr"]);

  const cases = page.getByRole("grid", { name: "Cases" }).getByRole("row");
  await cases.nth(1).getByRole("link").first().click();
  await page.getByText("case 1 of 2 shown").waitFor();
  await page.goBack();
  await page.getByText("2 of 5 cases").waitFor();
  await table.getByRole("button", { name: "fr" }).click();
  await page.getByText("5 cases", { exact: true }).waitFor();
});

test("has nothing to slice by where rows say nothing, and says so to an address that asks for it", async () => {
  const page = await app.open(`/runs/${plain}`);
  await page.getByText("5 cases", { exact: true }).waitFor();
  expect(await page.getByText("Slice by").count()).toBe(0);
  await page.goto(`${app.url}/runs/${sliced}?by=lnag&slice=de`);
  await page.getByText(/did you mean lang\?/).waitFor();
});

test.each(["light", "dark"] as const)(
  "the slices have names, roles and contrasts that axe accepts, %s",
  async (colorScheme) => {
    const page = await app.open(`/runs/${sliced}?by=lang&slice=de`, { colorScheme });
    await page.getByText("2 of 5 cases").waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  },
);

test("says of a comparison how far each slice moved, and shows its cases", async () => {
  const page = await app.open(`/compare?new=${worse}&old=${sliced}&by=lang`);
  const table = page.getByRole("region", { name: "Slices by lang" });
  await table.waitFor();
  expect(await table.getByRole("row").allInnerTexts()).toEqual([
    "lang\tcases in both\tlow",
    "de\t2\t−1 · 2 worse",
    "fr\t2\t0",
    "none\t1\t0",
  ]);
  await table.getByRole("button", { name: "de" }).click();
  await page.waitForURL("**slice=de**");
  const cases = page.getByRole("grid", { name: "Compared cases" }).getByRole("row");
  await expect.poll(() => cases.count()).toBe(3);
});
