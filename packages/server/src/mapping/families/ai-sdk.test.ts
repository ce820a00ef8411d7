import { expect, test } from "vitest";

import { payloadOf } from "../../testing/mapped-span.js";

test("the AI SDK's rerankings", () => {
  expect(
    payloadOf({
      "ai.operationId": "ai.rerank",
      "ai.documents": ['"first"'],
      "ai.ranking": ['{"index":0,"score":0.9}'],
    }),
  ).toMatchObject({
    inputs: { documents: ["first"] },
    outputs: { ranking: [{ index: 0, score: 0.9 }] },
  });
});
