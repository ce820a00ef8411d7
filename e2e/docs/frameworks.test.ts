import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { startCollector, type CollectedSpan } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { readSnippets, runSnippet, type Snippet } from "./run-snippet.js";

const snippets = await readSnippets("docs/frameworks.md");
const users = Array.from({ length: 50 }, (_, index) => `user ${index}`);

/** Fifty requests at once, as what asks each program; all of them end with the answers that they got. */
const requests: Readonly<Record<string, string>> = {
  Express: overHttp(),
  Fastify: overHttp(),
  "Hono and Koa": overHttp(),
  "AWS Lambda": `
    const ask = async (body: string, requestId: string) =>
      JSON.parse((await handler({ body, requestContext: { requestId } })).body);`,
  "Next.js": `
    const tracer = new HoneyHiveTracer();
    const ask = async (body: string) =>
      (await POST(new Request("http://next/ask", { method: "POST", body }))).json();`,
};

test("has a program for each framework that is asked here, and one for queues", () => {
  const programs = snippets.filter(({ code }) => !isPart(code)).map(({ heading }) => heading);
  expect(programs).toEqual([...Object.keys(requests), "Queues"]);
});

test.each(Object.entries(requests))(
  "%s gives fifty requests at once a session each, and the answers that they asked for",
  async (heading, ask) => {
    await using collector = await startCollector();
    const { stdout, stderr } = await run(heading, collector.url, `${ask}\n${askAll}`);
    expect(stderr).toBe("");
    const answers = users.map((user) => ({ user, text: `Everything about of ${user}` }));
    expect(JSON.parse(stdout)).toEqual(answers);
    expect(collector.spans).toHaveLength(users.length * 2);
    expect(usersBySession(collector.spans).toSorted()).toEqual(users.toSorted());
  },
);

test("Queues: a job continues the session and the trace that it comes from", async () => {
  await using collector = await startCollector();
  const { exitCode, stderr } = await run("Queues", collector.url, "");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(collector.spans.map(({ name }) => name)).toEqual(["lookUp", "answer"]);
  const started = collector.requests.filter(({ path }) => path === "/session/start");
  // The SDK's own request.
  const sessions = started.map(({ body }) => (body as { session: unknown }).session);
  expect(sessions).toMatchObject([
    { session_name: "order", session_id: collector.spans[0]?.attributes["honeyhive.session_id"] },
  ]);
});

const askAll = `
  const users = ${JSON.stringify(users)};
  const asked = users.map((user) => ask(JSON.stringify({ user, question: \`of \${user}\` }), user));
  const answers = await Promise.all(asked);
  await tracer.shutdown();
  process.stdout.write(JSON.stringify(answers), () => process.exit(0));`;

function overHttp(): string {
  return `
    const ask = async (body: string) => {
      const headers = { "content-type": "application/json" };
      const url = \`http://127.0.0.1:\${process.env.PORT}/ask\`;
      return (await fetch(url, { method: "POST", headers, body })).json();
    };
    for (let up = false; !up; ) up = await fetch(\`http://127.0.0.1:\${process.env.PORT}\`).then(() => true, () => false);`;
}

/** A program as it stands in the document, with what is asked of it. */
async function run(
  heading: string,
  serverUrl: string,
  asking: string,
): ReturnType<typeof runSnippet> {
  const snippet = snippets.find((each) => each.heading === heading && !isPart(each.code));
  const answer = snippets.find(({ code }) => code.startsWith("// answer.ts"));
  if (snippet === undefined || answer === undefined) throw new Error(`No program for ${heading}.`);
  const port = String(await freePort());
  const environment = { HH_API_KEY: "key", HH_API_URL: serverUrl, PORT: port };
  const program: Snippet = { heading, code: snippet.code.replace(nextImport, nextStub) + asking };
  return runSnippet(program, environment, { "answer.ts": answer.code });
}

/** Files of a program that others import. */
function isPart(code: string): boolean {
  return /^\/\/ (answer|tracer)\.ts/.test(code);
}

/** Next.js is not installed here: it runs what it is given after the answer. */
const nextImport = 'import { after } from "next/server";';
const nextStub = "const after = (work: () => unknown) => void setImmediate(work);";

/** The one user of each session; a session with none or several is named so. */
function usersBySession(spans: readonly CollectedSpan[]): string[] {
  const sessions = new Map<unknown, Set<string>>();
  for (const { attributes } of spans) {
    const id = attributes["honeyhive.session_id"];
    const found = sessions.get(id) ?? new Set();
    for (const user of JSON.stringify(attributes).match(/user \d+/g) ?? []) found.add(user);
    sessions.set(id, found);
  }
  return [...sessions.values()].map((found) => [...found].join(" and ") || "nobody");
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
