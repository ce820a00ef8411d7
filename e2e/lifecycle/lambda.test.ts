import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { runNode } from "../support/run-node.js";

const program = fileURLToPath(new URL("./fixtures/lambda-runtime.mjs", import.meta.url));

it("a Lambda handler loses nothing and mixes no invocations up", async () => {
  await using collector = await startCollector();
  const probe = createServer((_request, response) =>
    response.end(JSON.stringify({ spans: collector.spans.length })),
  );
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  const { port } = probe.address() as AddressInfo;
  const { stdout, stderr } = await runNode({
    program,
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    environment: {
      AWS_LAMBDA_FUNCTION_NAME: "answers",
      COLLECTOR_URL: collector.url,
      PROBE_URL: `http://127.0.0.1:${port}`,
    },
  });
  probe.close();
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    profile: "lambda",
    received: [
      { result: "answer to one", spans: 1 },
      { result: "answer to two", spans: 2 },
    ],
  });
  const sessions = collector.spans.map(({ attributes }) => attributes["honeyhive.session_id"]);
  expect(new Set(sessions).size).toBe(2);
  expect(collector.spans[0]?.resource).toMatchObject({
    "service.name": "answers",
    "faas.name": "answers",
    "cloud.provider": "aws",
    "git.commit": expect.stringMatching(/^[0-9a-f]{40}$/),
  });
});
