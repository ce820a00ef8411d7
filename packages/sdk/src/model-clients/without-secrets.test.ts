import { expect, it } from "vitest";

import { describeMessages } from "./anthropic/describe-messages.js";
import { describeResponses } from "./openai/describe-responses.js";
import { withoutSecrets } from "./without-secrets.js";

const schema = { type: "object", properties: { authorization: { type: "string" } } };
const ownTool = { type: "function", name: "log_in", parameters: schema };

it("leaves out what opens the servers of tools, and nothing of the tools themselves", () => {
  const mcp = { type: "mcp", server_label: "crm", server_url: "https://crm.example" };
  const request = {
    model: "gpt-x",
    tools: [
      ownTool,
      { ...mcp, authorization: "secret" },
      { ...mcp, headers: { "x-api-key": "secret" } },
    ],
  };
  const { config } = describeResponses({ ...request, input: "Hi" });
  expect(config).toEqual({
    provider: "openai",
    model: "gpt-x",
    tools: [ownTool, { ...mcp, authorization: "[withheld]" }, { ...mcp, headers: "[withheld]" }],
  });
  expect(request.tools[1]).toMatchObject({ authorization: "secret" });
});

it("leaves out tokens of Anthropic's servers and arguments of the AI SDK's tools", () => {
  const server = { type: "url", url: "https://crm.example", name: "crm" };
  const { config } = describeMessages({
    model: "claude-x",
    messages: [],
    mcp_servers: [{ ...server, authorization_token: "secret" }],
  });
  expect(config["mcp_servers"]).toEqual([{ ...server, authorization_token: "[withheld]" }]);
  const tool = { type: "provider", id: "openai.mcp", name: "mcp" };
  expect(
    withoutSecrets({ tools: [{ ...tool, args: { serverLabel: "crm", authorization: "secret" } }] }),
  ).toEqual({ tools: [{ ...tool, args: { serverLabel: "crm", authorization: "[withheld]" } }] });
});
