import type { RunConfigurationResponse } from "@honeyhive/contract";
import { startModelServer } from "@honeyhive/testing";
import { afterAll, expect, test } from "vitest";

import { startTestServer } from "../../testing/test-server.js";

const model = await startModelServer({ latency: 0 });
const { baseUrl, apiKey } = model;
const server = await startTestServer({
  modelEndpoint: { baseUrl, apiKey },
  prices: { "extract-small": { input: 1, output: 2 } },
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});

const project = server.newProject();
const template = [
  { role: "system", content: "Context: The capital of Peru is {{capital}}." },
  { role: "user", content: "Question: What is the capital of {{ country }}?" },
];
const parameters = { call_type: "chat", model: "extract-small", template };
const inputs = { country: "Peru", capital: "Lima" };

function run(more: object, given: object = inputs): Promise<RunConfigurationResponse> {
  const body = { parameters: { ...parameters, ...more }, inputs: { ...given } };
  return project.call("runConfiguration", { body });
}

test("a prompt is put to the model with its variables filled in, and says what the answer took", async () => {
  const answer = await run({});
  const { prompt_tokens, completion_tokens, cost_usd, duration_ms, ...said } = answer;
  expect(said).toEqual({
    message: {
      role: "assistant",
      content: "The capital of Peru is Lima.",
      refusal: null,
      tool_calls: [],
    },
    finish_reason: "stop",
    model: "extract-small",
  });
  expect(prompt_tokens).toBeGreaterThan(completion_tokens ?? Number.NaN);
  const expected = (Number(prompt_tokens) + 2 * Number(completion_tokens)) / 1e6;
  expect(cost_usd).toBeCloseTo(expected, 12);
  expect(duration_ms).toBeGreaterThan(0);
  const { totalEvents } = await project.call("searchEvents", { body: {} });
  expect(totalEvents).toBe(0);
});

test("hyperparameters and tools go with it", async () => {
  expect(await run({ hyperparameters: { max_tokens: 2 } })).toMatchObject({
    finish_reason: "length",
    completion_tokens: 2,
  });
  const verdict = { type: "string", enum: ["right", "wrong"] };
  const judge = { name: "judge", parameters: { type: "object", properties: { verdict } } };
  const { message } = await run({
    selectedFunctions: [{ id: "1", ...judge }],
    functionCallParams: "force",
    forceFunction: { name: "judge" },
  });
  expect(message).toMatchObject({
    content: null,
    tool_calls: [{ name: "judge", arguments: '{"verdict":"right"}' }],
  });
});

test("a cost that nobody knows is none", async () => {
  const { cost_usd } = await run({ model: "extract-large" });
  expect(cost_usd).toBeNull();
});

test.each([
  ["a variable without a value", {}, { country: "Peru" }, "inputs.capital", "none for `capital`"],
  ["no messages", { template: [] }, inputs, "parameters.template", "Add a message"],
  ["no model", { model: "" }, inputs, "parameters.model", "to be valid"],
  ["inputs that are no object", {}, ["Peru"], "inputs", "to be valid"],
] as const)("%s is refused, and named", async (_, more, given, field, message) => {
  const body = { parameters: { ...parameters, ...more }, inputs: given };
  const response = await project.send("POST", "/v1/configurations/run", body);
  expect(await response.json()).toMatchObject({
    statusCode: 400,
    field,
    message: expect.stringContaining(message) as unknown,
  });
});

test.each([
  [
    "does not know the model",
    { model: "gpt-9" },
    "Expected the model's API to know the model `gpt-9`, got 404: The model `gpt-9` does not exist. Correct its name, or the server's HONEYHIVE_MODEL_ENDPOINT_BASE_URL.",
  ],
  [
    "does not take a parameter",
    { hyperparameters: { max_tokens: -1 } },
    "Expected the model's API to take the prompt, got 400: Expected `max_tokens` to be a positive integer, got `-1`. Correct its messages or parameters.",
  ],
])("what the model's API says where it %s is told", async (_, more, message) => {
  await expect(run(more)).rejects.toMatchObject({ status: 422, code: "MODEL_REFUSED", message });
});

test("a server without a model's API says how to give it one", async () => {
  await using without = await startTestServer();
  const body = { parameters, inputs };
  await expect(without.newProject().call("runConfiguration", { body })).rejects.toMatchObject({
    status: 422,
    code: "MODEL_ENDPOINT_MISSING",
    message: expect.stringContaining("HONEYHIVE_MODEL_ENDPOINT_BASE_URL") as unknown,
  });
});

test("a key that may only read may not try prompts", async () => {
  const { api_key } = await project.call("createKey", { body: { name: "r", scopes: ["read"] } });
  const headers = { authorization: `Bearer ${api_key}` };
  const body = { parameters, inputs };
  const response = await project.send("POST", "/v1/configurations/run", body, headers);
  expect(await response.json()).toMatchObject({ statusCode: 403, errorCode: "FORBIDDEN_SCOPE" });
});
