import { createClient, fetchDatapoints, type Client, type Datapoint } from "@honeyhive/contract";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";

import { holdBack, sidewaysOverflow } from "./open-app.js";
import { openSeededApp } from "./open-seeded-app.js";

const app = await openSeededApp();
const call: Client = createClient({ serverUrl: app.url, apiKey: app.apiKey });

test("makes a dataset from a file by keyboard, after a look at its rows", async () => {
  const page = await app.open("/datasets");
  await page.getByRole("button", { name: "From a file" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "New dataset from a file" });
  await dialog.locator("input[type=file]:focus").waitFor();

  await choose(dialog, "capitals.csv", "id,question,ground_truth\nc1,Peru?,Lima,\n");
  await dialog
    .getByRole("alert")
    .getByText(/line 2 of capitals\.csv to have 3 fields/)
    .waitFor();
  await choose(dialog, "capitals.csv", manyCapitals(1000));
  await dialog.getByText("capitals.csv: 1,000 rows.").waitFor();
  expect(await dialog.locator("dl").innerText()).toMatch(
    /Inputs\s+question\s+Ground truth\s+ground_truth\s+Ids\s+id/,
  );
  expect(await dialog.getByRole("row").allInnerTexts()).toHaveLength(6);
  expect((await call("listDatasets", {})).datasets).toEqual([]);

  const name = dialog.getByLabel("Name of the dataset");
  expect(await name.inputValue()).toBe("capitals");
  await name.press("Enter");
  await dialog.getByText("1,000 rows added, 0 changed, 0 unchanged, 0 failed.").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "capitals" }).waitFor();
  await page.getByText("1,000 datapoints").waitFor();
  const rows = await storedRows("capitals");
  expect(rows.map(({ metadata }) => metadata?.["row_id"])).toEqual(
    Array.from({ length: 1000 }, (_, n) => `c${n}`),
  );
  expect(rows[7]).toMatchObject({
    inputs: { question: 'Capital,\n"of" 7?' },
    ground_truth: { ground_truth: "City 7" },
  });

  await page.goto(`${app.url}/datasets`);
  await page.getByRole("button", { name: "From a file" }).click();
  await choose(dialog, "capitals.csv", manyCapitals(2));
  await dialog.getByRole("button", { name: "Create with 2 rows" }).click();
  await dialog
    .getByRole("alert")
    .getByText(/a name that no dataset has, got "capitals"/)
    .waitFor();
  expect((await call("listDatasets", {})).datasets).toHaveLength(1);
  expect(app.complaints).toEqual([]);
});

test("adds a file that is dropped to a dataset as a push does, and goes on where it failed", async () => {
  const { result } = await call("createDataset", { body: { name: "growing" } });
  await call("addDatapoints", {
    params: { dataset_id: result.insertedId },
    body: {
      data: [{ q: "kept" }, { q: "same", a: 1 }, { q: "old", a: 1 }],
      mapping: { inputs: ["q"], ground_truth: ["a"] },
    },
  });
  const page = await app.open(`/datasets/${result.insertedId}`);
  await page.getByRole("button", { name: "Add a file" }).click();
  const dialog = page.getByRole("dialog", { name: "Add the rows of a file to growing" });
  await dialog.getByLabel("Choose a file, or drop it here").waitFor();
  const lines = [
    { inputs: { q: "old" }, groundTruth: { a: 2 } },
    { inputs: { q: "same" }, groundTruth: { a: 1 } },
    ...Array.from({ length: 450 }, (_, n) => ({
      inputs: { q: n },
      ...(n % 2 === 0 ? { groundTruth: n % 50 === 2 ? { q: n } : { a: n } } : {}),
    })),
  ];
  await drop(page, "more.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  await dialog
    .getByText(/452 rows, 450 new, 1 changing what is stored in place, 1 there/)
    .waitFor();

  // The second answer is lost though its rows are stored; then the server is away.
  let requests = 0;
  await page.route(/\/datapoints$/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    requests++;
    if (requests === 2) await route.fetch();
    return requests >= 2 ? route.abort() : route.continue();
  });
  await dialog.getByRole("button", { name: "Add 450 rows, change 1 row" }).click();
  await dialog.getByText(/200 rows added, 1 changed, 1 unchanged, 0 failed, 250 not/).waitFor();
  await dialog.getByRole("alert").waitFor();
  await page.unroute(/\/datapoints$/);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.getByText("450 rows added, 1 changed, 1 unchanged, 0 failed.").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByText("453 datapoints").waitFor();
  const rows = await storedRows("growing");
  expect(rows.slice(0, 3).map(({ inputs, ground_truth: truth }) => [inputs["q"], truth])).toEqual([
    ["kept", {}],
    ["same", { a: 1 }],
    ["old", { a: 2 }],
  ]);
  expect(rows.slice(3).map(({ inputs, ground_truth: truth }) => [inputs, truth])).toEqual(
    lines.slice(2).map(({ inputs, groundTruth = null }) => [inputs, groundTruth]),
  );
  expect(app.complaints).toEqual([]);
});

test("is left by Escape while nothing is written, not while something is, and fits 320 px", async () => {
  const page = await app.open("/datasets", { width: 320, height: 640 });
  const open = page.getByRole("button", { name: "From a file" });
  await open.click();
  const dialog = page.getByRole("dialog", { name: "New dataset from a file" });
  await choose(dialog, "many.csv", manyCapitals(3000));
  await dialog.getByText("many.csv: 3,000 rows.").waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await open.click();
  await choose(dialog, "many.csv", manyCapitals(3000));
  const late = await holdBack(page, /\/datapoints$/, "POST");
  const isSent = page.waitForRequest(
    (request) => request.url().endsWith("/datapoints") && request.method() === "POST",
  );
  await dialog.getByRole("button", { name: "Create with 3,000 rows" }).click();
  await isSent;
  const stop = dialog.getByRole("button", { name: "Stop" });
  await stop.waitFor();
  await page.keyboard.press("Escape");
  await stop.press("Enter");
  await late.release();
  await dialog.getByText(/^200 rows added, .* 0 failed, 2,800 not written/).waitFor();
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.getByText("3,000 rows added, 0 changed, 0 unchanged, 0 failed.").waitFor();
  expect(await storedRows("many")).toHaveLength(3000);
  expect(app.complaints).toEqual([]);
});

function manyCapitals(count: number): string {
  const lines = Array.from({ length: count }, (_, n) => `c${n},"Capital,\n""of"" ${n}?",City ${n}`);
  return `\uFEFFid,question,ground_truth\r\n${lines.join("\r\n")}\r\n`;
}

async function choose(dialog: Locator, name: string, text: string): Promise<void> {
  const file = { name, mimeType: "text/plain", buffer: Buffer.from(text) };
  await dialog.locator("input[type=file]").setInputFiles(file);
}

async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  await page.dispatchEvent("body", "drop", { dataTransfer });
}

/** In the order of the dataset. */
async function storedRows(name: string): Promise<readonly Datapoint[]> {
  const { datasets } = await call("listDatasets", { query: { name } });
  const ids = datasets[0]?.datapoints ?? [];
  const found = await fetchDatapoints(call, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}
