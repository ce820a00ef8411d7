import { createClient } from "@honeyhive/contract";
import { startModelServer } from "@honeyhive/testing";
import { afterAll, expect, test } from "vitest";

import { openOwnApp } from "./open-app.js";

const model = await startModelServer({ latency: 0 });
const app = await openOwnApp({
  modelEndpoint: { baseUrl: model.baseUrl, apiKey: model.apiKey },
  prices: { "extract-small": { input: 1, output: 2 } },
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

const call = createClient({ serverUrl: app.url, apiKey: app.apiKey });

test("tries a prompt with its variables filled in, shows what the model says, and what that took", async () => {
  const template = [
    { role: "system", content: "Context: The capital of Peru is **Lima**." },
    { role: "user", content: "Question: What is the capital of {{country}}?" },
  ];
  const parameters = { call_type: "chat", model: "extract-small", template };
  const body = { name: "capital", provider: "testing", parameters };
  const { insertedId } = await call("createConfiguration", { body });
  const page = await app.open(`/prompts?open=${insertedId}`);
  const attempt = page.getByRole("form", { name: "Try it" });
  const country = attempt.getByLabel("country");
  await attempt.getByRole("button", { name: "Run" }).click();
  // A variable without a value is asked for.
  expect(await attempt.getByRole("status").textContent()).toBe("");
  await country.fill("Peru");
  await country.press("Control+Enter");
  const answer = attempt.getByRole("status");
  await answer.locator("strong", { hasText: "Lima" }).waitFor();
  await answer.getByText(/^extract-small · tokens: \d+ in, \d+ out · \$0\.0000\d+ · /).waitFor();

  const prompt = page.getByRole("region", { name: "Selected prompt" });
  await prompt.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit prompt" });
  await dialog.getByLabel("Other parameters").fill('{ "hyperparameters": { "max_tokens": -1 } }');
  await dialog.getByLabel("Text of message 2").fill("Question: Capital of {{place}}?");
  const draft = dialog.getByRole("form", { name: "Try it" });
  await draft.getByLabel("place").fill("Peru");
  await draft.getByRole("button", { name: "Run" }).click();
  await draft
    .getByRole("alert")
    .getByText(/got 400: Expected `max_tokens`/)
    .waitFor();
  await dialog.getByLabel("Other parameters").fill('{ "hyperparameters": { "max_tokens": 2 } }');
  await draft.getByRole("button", { name: "Run" }).click();
  await draft.getByText("Cut off: it reached its limit of tokens.").waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await attempt.getByText("The prompt was changed since.").waitFor();
  await attempt.getByLabel("place").waitFor();
  expect(app.complaints).toEqual([]);
});

test("fills a prompt's variables from a datapoint", async () => {
  const template = "Context: {{facts}} Question: Where is {{place}}?";
  const parameters = { call_type: "completion", model: "extract-small", template };
  const body = { name: "placed", provider: "testing", parameters };
  const { insertedId } = await call("createConfiguration", { body });
  const dataset = await call("createDataset", { body: { name: "places" } });
  await call("addDatapoints", {
    params: { dataset_id: dataset.result.insertedId },
    body: {
      data: [{ place: "Cusco", facts: "Cusco is in Peru." }, { place: "Kisumu" }],
      mapping: { inputs: ["place", "facts"] },
    },
  });
  const page = await app.open(`/prompts?open=${insertedId}`);
  const attempt = page.getByRole("form", { name: "Try it" });
  await attempt.getByRole("button", { name: "Fill from a datapoint" }).click();
  const facts = attempt.getByRole("textbox", { name: "facts" });
  await facts.fill("Kisumu is in Kenya.");
  await attempt.getByLabel("Dataset").selectOption("places");
  await attempt.getByLabel("Datapoint").selectOption("place: Cusco · facts: Cusco is in Peru.");
  expect(await facts.inputValue()).toBe("Cusco is in Peru.");
  await attempt.getByRole("button", { name: "Run" }).click();
  await attempt.getByRole("status").getByText("Cusco is in Peru.").waitFor();
  await attempt.getByLabel("Datapoint").selectOption("Kisumu");
  expect(await facts.inputValue()).toBe("");
  expect(app.complaints).toEqual([]);
});

test("shows the tools that a model calls", async () => {
  const judge = {
    name: "judge",
    parameters: { type: "object", properties: { why: { type: "string" } } },
  };
  const parameters = {
    call_type: "chat",
    model: "extract-small",
    template: "Judge it.",
    selectedFunctions: [{ id: "1", ...judge }],
    functionCallParams: "force",
    forceFunction: { name: "judge" },
  };
  const body = { name: "judged", provider: "testing", parameters };
  const { insertedId } = await call("createConfiguration", { body });
  const page = await app.open(`/prompts?open=${insertedId}`);
  const attempt = page.getByRole("form", { name: "Try it" });
  await attempt.getByRole("button", { name: "Run" }).click();
  await attempt.getByRole("status").getByText("judge", { exact: true }).waitFor();
  await attempt
    .getByRole("status")
    .getByText(/It lacks/)
    .waitFor();
  expect(app.complaints).toEqual([]);
});
