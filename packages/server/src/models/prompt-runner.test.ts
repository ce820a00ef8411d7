import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { startModelServer } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { PriceTable } from "../cost/price-table.js";
import { PromptRunner } from "./prompt-runner.js";

const parameters = { call_type: "chat", model: "gpt-4o-mini", template: "Hello" };

/** What comes of a prompt where the model's API answers like that. */
async function outcomeOf(answer: RequestListener, timeoutMs?: number): Promise<unknown> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;
  try {
    return await run(`http://127.0.0.1:${port}`, timeoutMs);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function run(baseUrl: string, timeoutMs?: number, apiKey = "the-key"): Promise<unknown> {
  const endpoint = { baseUrl, apiKey, model: "" };
  return new PromptRunner({ endpoint, prices: new PriceTable(), timeoutMs }).run({ parameters });
}

test("an API that does not answer in time is told from one that is not there", async () => {
  await expect(outcomeOf(() => {}, 50)).rejects.toMatchObject({
    status: 504,
    code: "MODEL_TIMEOUT",
  });
  const gone = await startModelServer();
  await gone[Symbol.asyncDispose]();
  await expect(run(gone.baseUrl)).rejects.toMatchObject({
    status: 502,
    code: "MODEL_UNAVAILABLE",
    message: expect.stringMatching(/ECONNREFUSED.*HONEYHIVE_MODEL_ENDPOINT_BASE_URL/) as unknown,
  });
});

test.each([
  ["a page", "<html>"],
  ["JSON of its own", '{"choices":[]}'],
])("%s is no answer", async (_, text) => {
  await expect(outcomeOf((_request, response) => response.end(text))).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining("OpenAI-compatible") as unknown,
  });
});

test("a key that is refused is not shown, nor what is left of it", async () => {
  await using model = await startModelServer({ apiKey: "another" });
  await expect(run(model.baseUrl)).rejects.toMatchObject({
    status: 422,
    message:
      "Expected the model's API to take the server's key, got 401: Incorrect API key provided. Check HONEYHIVE_MODEL_ENDPOINT_API_KEY, and that the key may use `gpt-4o-mini`.",
  });
  for (const said of ["Incorrect API key: sk-ab***yz", "the-key is unknown", "x".repeat(1000)]) {
    const refuse: RequestListener = (_request, response) => {
      response.writeHead(401).end(JSON.stringify({ error: { message: said } }));
    };
    await expect(outcomeOf(refuse)).rejects.toMatchObject({
      message: expect.stringContaining("got 401. Check") as unknown,
    });
  }
});

test.each([
  [
    429,
    '{"error":{"message":"You exceeded your quota."}}',
    "got 429: You exceeded your quota. Try",
  ],
  [500, '{"error":"model crashed"}', "got 500: model crashed. Try it again"],
  [503, "", "got 503. Try it again"],
])("an API that answers with %i is told with its reason", async (status, body, message) => {
  const refuse: RequestListener = (_request, response) => response.writeHead(status).end(body);
  await expect(outcomeOf(refuse)).rejects.toMatchObject({
    status: 422,
    code: "MODEL_REFUSED",
    message: expect.stringContaining(message) as unknown,
  });
});

test("an answer costs what the model costs that gave it", async () => {
  const answer = {
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ message: { content: [{ type: "text", text: "Hi" }] } }],
    usage: {
      prompt_tokens: 1000,
      completion_tokens: 100,
      prompt_tokens_details: { cached_tokens: 400 },
    },
  };
  const given = await outcomeOf((_request, response) => response.end(JSON.stringify(answer)));
  expect(given).toMatchObject({
    message: { role: "assistant", content: "Hi" },
    finish_reason: null,
    model: "gpt-4o-mini-2024-07-18",
    // 600 at 0.15 dollars per million, 400 at 0.075, 100 at 0.60.
    cost_usd: expect.closeTo(0.00018, 9) as unknown,
  });
  const uncounted = { choices: [{ message: { refusal: "No." } }], usage: { prompt_tokens: "?" } };
  expect(
    await outcomeOf((_request, response) => response.end(JSON.stringify(uncounted))),
  ).toMatchObject({
    message: { content: null, refusal: "No." },
    model: null,
    prompt_tokens: null,
    cost_usd: null,
  });
});
