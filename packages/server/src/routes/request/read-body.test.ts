import { once } from "node:events";
import { connect } from "node:net";

import { afterAll, expect, test } from "vitest";

import { otlpJson } from "../../testing/otlp-json.js";
import { startTestServer, type ProjectClient } from "../../testing/test-server.js";

const limitBytes = 200_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const statuses: unknown[] = [];
const failures: unknown[] = [];
const server = await startTestServer({
  limits: { maxBodyBytes: limitBytes },
  logger: {
    debug: () => {},
    info: (_, fields) => void statuses.push(fields?.["status"]),
    warn: () => {},
    error: (...failure) => void failures.push(failure),
  },
});
afterAll(() => server[Symbol.asyncDispose]());

test("a body is read whose sender hangs up without waiting for an answer", async () => {
  const project = server.newProject();
  const body = JSON.stringify(otlpJson([{ spanId: "00000000000000a1" }]));
  const socket = await openSocket();
  socket.end(`${headOf(project, `content-length: ${Buffer.byteLength(body)}`)}${body}`);
  const countEvents = async () => (await project.call("exportEvents", { body: {} })).totalEvents;
  // The span and its session.
  await expect.poll(countEvents, { timeout: 10_000 }).toBe(2);
});

test("a body whose sender goes away before its end is no failure of the server", async () => {
  const project = server.newProject();
  const socket = await openSocket();
  await new Promise((resolve) =>
    socket.write(`${headOf(project, "content-length: 100000")}${"x".repeat(70_000)}`, resolve),
  );
  // Another answer says that this one is being read.
  await project.call("listRuns", {});
  socket.destroy();
  await expect.poll(() => statuses.includes(499), { timeout: 10_000 }).toBe(true);
  expect(failures).toEqual([]);
});

test("a body that is announced and does not come keeps nobody else from sending", async () => {
  await using small = await startTestServer({ limits: { maxQueuedBytes: 2000 } });
  const project = small.newProject();
  const slow = connect(Number(new URL(small.url).port), "127.0.0.1");
  slow.write(`${headOf(project, "content-length: 2000")}{`);
  // Another answer says that this one is being read.
  await project.call("listRuns", {});
  expect((await project.send("POST", "/v1/traces", otlpJson([]))).status).toBe(200);
  slow.destroy();
});

test("one project's bodies leave room for another's, however many it sends", async () => {
  const maxQueuedBytes = 1_000_000;
  await using small = await startTestServer({ limits: { maxQueuedBytes }, logger: silent });
  const [greedy, other] = [small.newProject(), small.newProject()];
  const port = Number(new URL(small.url).port);
  const sockets = Array.from({ length: 40 }, () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`${headOf(greedy, "content-length: 60000")}${"x".repeat(50_000)}`);
    return socket;
  });
  // 17 of 50,000 bytes are held: those that are one too many have their answers.
  const answered = new Set<unknown>();
  for (const socket of sockets) socket.once("data", (line) => answered.add(String(line)));
  await expect.poll(() => answered.size, { timeout: 10_000 }).toBe(23);
  for (const answer of answered) expect(answer).toMatch(/^HTTP\/1.1 429 /);
  const attributes = { "honeyhive_inputs.text": "x".repeat(50_000) };
  const body = otlpJson([{ spanId: "00000000000000a1", attributes }]);
  expect((await greedy.send("POST", "/v1/traces", body)).status).toBe(429);
  expect((await other.send("POST", "/v1/traces", body)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});

test("a body that comes in many parts is put together", async () => {
  const project = server.newProject();
  const attributes = { "honeyhive_inputs.text": "ä".repeat(50_000) };
  const bytes = Buffer.from(JSON.stringify(otlpJson([{ spanId: "00000000000000a1", attributes }])));
  const socket = await openSocket();
  socket.write(headOf(project, `content-length: ${bytes.length}`));
  for (let start = 0; start < bytes.length; start += 9_999) {
    await new Promise((resolve) => socket.write(bytes.subarray(start, start + 9_999), resolve));
  }
  expect(await firstLineOf(socket)).toBe("HTTP/1.1 200 OK");
  const { events } = await project.call("exportEvents", { body: {} });
  const texts = events.map(({ inputs }) => inputs["text"]);
  expect(texts).toContain("ä".repeat(50_000));
});

test("a body that does not say how long it is gets its answer when it is too long", async () => {
  const project = server.newProject();
  const socket = await openSocket();
  socket.write(headOf(project, "transfer-encoding: chunked"));
  const part = "x".repeat(50_000);
  for (let sent = 0; sent <= limitBytes; sent += part.length) {
    socket.write(`${part.length.toString(16)}\r\n${part}\r\n`);
  }
  expect(await firstLineOf(socket)).toBe("HTTP/1.1 413 Payload Too Large");
});

test("bodies that are read into the same memory, at once and after each other, keep apart", async () => {
  const project = server.newProject();
  const send = async (name: string): Promise<void> => {
    const spans = Array.from({ length: 60 }, (_, index) => ({
      spanId: `${name}${String(index).padStart(12, "0")}`,
      attributes: { "honeyhive_inputs.text": `${name} ${index} `.padEnd(1500, name) },
    }));
    const { status } = await project.send("POST", "/v1/traces", otlpJson(spans));
    expect(status).toBe(200);
  };
  for (const names of [["aaaa"], ["bbbb", "cccc"], ["dddd", "eeee", "ffff"]]) {
    await Promise.all(names.map(send));
  }
  const { events } = await project.call("exportEvents", { body: { limit: 1000 } });
  const texts = events.flatMap(({ inputs }) => inputs["text"] ?? []).map(String);
  expect(texts).toHaveLength(360);
  for (const text of texts) expect(text).toMatch(/^(\w)\1{3} \d+ \1+$/);
  expect(new Set(texts)).toHaveProperty("size", 360);
});

async function openSocket() {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

function headOf({ apiKey }: ProjectClient, ...headers: readonly string[]): string {
  const lines = [
    "POST /v1/traces HTTP/1.1",
    "host: 127.0.0.1",
    `authorization: Bearer ${apiKey}`,
    "content-type: application/json",
    ...headers,
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

async function firstLineOf(socket: ReturnType<typeof connect>): Promise<string | undefined> {
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return answer.toString().split("\r\n")[0];
}
