import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { createClient } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { candidate } from "./capitals.js";
import { holdBack, pressPair, sidewaysOverflow } from "./open-app.js";
import { openSeededApp } from "./open-seeded-app.js";
import { sessionIdOf } from "./seed.js";

const app = await openSeededApp(candidate);

const sessionPath = `/sessions/${sessionIdOf(candidate.runId, 2)}`;

test("keeps a span as a datapoint with a corrected ground truth, and finds its way back", async () => {
  const page = await app.open("/datasets");
  await page.getByText("No datasets yet").waitFor();

  await page.goto(app.url + sessionPath);
  await page.getByRole("button", { name: "Add to dataset" }).click();
  const dialog = page.getByRole("dialog", { name: "Add to dataset" });
  await dialog.getByLabel("Dataset, or the name of a new one").fill("hard capitals");
  await dialog.getByLabel("Ground truth, a JSON object").fill("Canberra");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText(/^Ground truth: .*JSON/).waitFor();
  await dialog.getByLabel("Ground truth, a JSON object").fill('{ "answer": "Canberra" }');
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("link", { name: "Open the dataset" }).click();

  const rows = page.getByRole("grid", { name: "Datapoints" }).getByRole("row");
  await rows.nth(1).waitFor();
  expect(await rows.nth(1).textContent()).toMatch(/What is the capital of Australia\?.*Canberra/);
  await rows.nth(1).click();
  await page.getByRole("link", { name: "Source span" }).click();
  await page.waitForURL(`**${sessionPath}?event=*`);

  await page.goto(`${app.url}/datasets`);
  const list = page.getByRole("grid", { name: "Datasets" }).getByRole("row");
  await list.nth(1).waitFor();
  expect(await list.nth(1).textContent()).toMatch(/hard capitals1/);
  await list.nth(1).click();
  await rows.nth(1).click();
  await page.getByRole("button", { name: "Remove from dataset" }).click();
  await page.getByText("0 datapoints").waitFor();
  expect(app.complaints).toEqual([]);
});

test("makes a dataset, adds a datapoint to it, corrects it, says how to evaluate over it, and deletes it", async () => {
  const page = await app.open("/datasets");
  await page.getByRole("button", { name: "New dataset" }).click();
  const creation = page.getByRole("dialog", { name: "New dataset" });
  await creation.getByLabel("Name").fill("by hand");
  await creation.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "by hand" }).waitFor();

  await page.getByRole("button", { name: "New datapoint" }).click();
  const addition = page.getByRole("dialog", { name: "New datapoint" });
  await addition.getByLabel("Inputs, a JSON object").fill('{ "question": "1+1" }');
  await addition.getByLabel("Ground truth, a JSON object").fill('{ "answer": "3" }');
  await addition.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("grid", { name: "Datapoints" }).getByRole("row").nth(1);
  await row.filter({ hasText: "1+13" }).click();

  await page.getByRole("button", { name: "Edit" }).click();
  const correction = page.getByRole("dialog", { name: "Edit datapoint" });
  await correction.getByLabel("Ground truth, a JSON object").fill('{ "answer": "2" }');
  await correction.getByLabel("Metadata, a JSON object").fill('{ "topic": "sums" }');
  await correction.getByRole("button", { name: "Save" }).click();
  await row.filter({ hasText: "1+12topic: sums" }).waitFor();

  await page.getByRole("button", { name: "Evaluate" }).click();
  const evaluation = page.getByRole("dialog", { name: "Evaluate over this dataset" });
  const datasetId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await evaluation.getByText(`datasetId: "${datasetId}"`).waitFor();
  await evaluation.getByRole("button", { name: "Close" }).click();

  const remove = page.getByRole("button", { name: "Delete", exact: true });
  await remove.click();
  const deletion = page.getByRole("dialog", { name: "Delete the dataset by hand" });
  await deletion.getByText("It is deleted for everybody with its 1 datapoint.").waitFor();
  await deletion.getByText("No run was made over it.").waitFor();
  // Enter does not delete.
  await page.keyboard.press("Enter");
  await deletion.waitFor({ state: "hidden" });
  await remove.click();
  await deletion.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/datasets");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  await page.getByRole("link", { name: "by hand" }).waitFor({ state: "hidden" });

  // Who gave up waiting and began anew is not disturbed by what comes late.
  const late = await holdBack(page, /\/datasets$/, "POST");
  await page.getByRole("button", { name: "New dataset" }).click();
  await creation.getByLabel("Name").fill("late");
  await creation.getByRole("button", { name: "Create" }).click();
  await creation.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "New dataset" }).click();
  await creation.getByLabel("Name").fill("next");
  await late.release();
  const list = page.locator("[aria-label=Datasets]");
  await list.getByText("late", { exact: true }).waitFor();
  await creation.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "next" }).waitFor();
  expect(app.complaints).toEqual([]);
});

test("keeps the name that was typed before the datasets were there to choose from", async () => {
  const page = await app.open(sessionPath);
  const late = await holdBack(page, /\/datasets$/);
  await page.getByRole("button", { name: "Add to dataset" }).click();
  const name = page.getByRole("dialog").getByLabel("Dataset, or the name of a new one");
  await name.fill("mine");
  await late.release();
  await page.locator("option[value=next]").waitFor({ state: "attached" });
  expect(await name.inputValue()).toBe("mine");
});

test("keeps prompts and tools under names, which a program loads them by", async () => {
  const page = await app.open("/prompts");
  await page.getByRole("heading", { name: "No prompts yet" }).waitFor();
  await page.getByRole("button", { name: "New prompt" }).click();
  const creation = page.getByRole("dialog", { name: "New prompt" });
  await creation.getByLabel("Name, which programs load it by").fill("capital");
  await creation.getByLabel("Provider").fill("openai");
  await creation.getByLabel("Model").fill("gpt-5-mini");
  await creation.getByRole("button", { name: "Leave out message 1" }).click();
  await creation.getByLabel("Text of message 1").fill("Capital of {{country}}?");
  await creation.getByLabel("Other parameters, a JSON object").fill("temperature");
  await creation.getByRole("button", { name: "Create" }).click();
  await creation.getByText(/^Other parameters: .*JSON/).waitFor();
  await creation.getByLabel("Other parameters, a JSON object").fill('{ "temperature": 0 }');
  await creation.getByRole("button", { name: "Create" }).click();
  const prompt = page.getByRole("region", { name: "Selected prompt" });
  await prompt.getByRole("region", { name: "Message of user" }).waitFor();
  const program = (await prompt.locator("pre").textContent()) ?? "";
  const loaded = await runProgram(
    `${program}console.log(JSON.stringify(configuration.parameters));`,
  );
  expect(JSON.parse(loaded)).toEqual({
    callType: "chat",
    model: "gpt-5-mini",
    template: [{ role: "user", content: "Capital of {{country}}?" }],
    temperature: 0,
  });
  await prompt.getByRole("button", { name: "Edit" }).click();
  const correction = page.getByRole("dialog", { name: "Edit prompt" });
  await correction.getByLabel("prod").check();
  await correction.getByRole("button", { name: "Save" }).click();
  const prompts = page.getByRole("grid", { name: "prompts" }).getByRole("row");
  await prompts.filter({ hasText: /capital.*prod/ }).waitFor();
  await prompt.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { name: "No prompts yet" }).waitFor();

  await page.getByRole("button", { name: "tools", exact: true }).click();
  await page.getByRole("button", { name: "New tool" }).click();
  const addition = page.getByRole("dialog", { name: "New tool" });
  await addition.getByLabel("Name, which the model calls it by").fill("search_atlas");
  await addition.getByRole("button", { name: "Create" }).click();
  const tool = page.getByRole("region", { name: "Selected tool" });
  const loading = (await tool.locator("pre").textContent()) ?? "";
  expect(await runProgram(`${loading}console.log(tool.name);`)).toBe("search_atlas\n");
  await tool.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit tool" });
  await edit.getByLabel("What it does, as the model is told").press("Escape");
  await edit.waitFor({ state: "hidden" });
  // The dialog alone was closed.
  await tool.press("Escape");
  await tool.waitFor({ state: "hidden" });
  await page.getByRole("row").filter({ hasText: "search_atlasquery" }).waitFor();
  expect(app.complaints).toEqual([]);
});

test("says what a server needs before a prompt can be tried", async () => {
  const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });
  const parameters = { call_type: "chat", model: "gpt-5", template: "Say hello." };
  const body = { name: "hello", provider: "openai", parameters };
  const { insertedId: configuration_id } = await call("createConfiguration", { body });
  const page = await app.open(`/prompts?open=${configuration_id}`);
  const attempt = page.getByRole("form", { name: "Try it" });
  await attempt.getByRole("button", { name: "Run" }).click();
  const alert = attempt.getByRole("alert");
  await alert
    .getByText(/HONEYHIVE_MODEL_ENDPOINT_BASE_URL and HONEYHIVE_MODEL_ENDPOINT_API_KEY/)
    .waitFor();
  await call("deleteConfiguration", { params: { configuration_id } });
  expect(app.complaints).toEqual([]);
});

/** Runs a program of the page with the SDK as it is published, against the page's server. */
async function runProgram(text: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", text],
    {
      cwd: import.meta.dirname,
      env: { ...process.env, HH_API_KEY: app.apiKey, HH_API_URL: app.url },
    },
  );
  return stdout;
}

test("goes to the datasets with two keys", async () => {
  const page = await app.open("/runs");
  await page.getByRole("grid", { name: "Runs" }).waitFor();
  await pressPair(page, "g", "d");
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
});

test("fits 320 px", async () => {
  const page = await app.open("/datasets", { width: 320, height: 640 });
  await page.getByRole("heading", { name: "Datasets" }).waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
});
