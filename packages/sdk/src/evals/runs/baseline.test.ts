import { startCollector, type Collector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { evaluate, type EvaluationResult } from "../../index.js";

function compare({ url }: Collector): Promise<EvaluationResult> {
  return evaluate({
    apiKey: "key",
    serverUrl: url,
    journal: false,
    baseline: "best",
    dataset: [{ inputs: { n: 1 } }],
    function: ({ inputs }) => inputs.n,
  });
}

test.each([
  ["is in trouble", 503, "answered HTTP 503"],
  ["does not know the key", 401, "answered HTTP 401"],
])("a server that %s while the baseline is read is what is wrong", async (_, status, message) => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "refuse", status });
  await expect(compare(collector)).rejects.toMatchObject({
    message: expect.stringMatching(`^Expected to read .baseline. "best": .*${message}`) as unknown,
  });
});

test("a server that has no such run says that the baseline is wrong", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "refuse", status: 404 });
  await expect(compare(collector)).rejects.toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringContaining('got "best"') as unknown,
  });
});
