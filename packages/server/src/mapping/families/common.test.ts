import { expect, test } from "vitest";

import { payloadOf } from "../../testing/mapped-span.js";

test("a model call that failed has the model that was asked, and its budget to think as effort", () => {
  const request = {
    "gen_ai.request.model": "gpt-5",
    "gen_ai.request.thinking.budget_tokens": 1024,
  };
  expect(payloadOf({ ...request, "gen_ai.operation.name": "chat" })).toMatchObject({
    config: { model: "gpt-5", reasoning_effort: 1024, thinking_budget_tokens: 1024 },
    metadata: { model_name: "gpt-5" },
  });
  const agent = payloadOf({ ...request, "gen_ai.operation.name": "invoke_agent" });
  expect(agent.metadata).not.toHaveProperty("model_name");
});
