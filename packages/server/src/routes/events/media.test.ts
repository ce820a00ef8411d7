import { createHash, randomBytes } from "node:crypto";

import { afterAll, expect, test } from "vitest";

import { otlpJson } from "../../testing/otlp-json.js";
import { startTestServer, type ProjectClient } from "../../testing/test-server.js";
import { span } from "../../testing/span.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

interface SentImage {
  readonly eventId: string;
  readonly sessionId: string;
  readonly sha256: string;
  readonly path: string;
}

let spanCount = 0;

/** A model call that is shown an image, as OpenTelemetry's conventions have it. */
async function send(
  project: ProjectClient,
  bytes: Buffer,
  { mimeType = "image/png", content = bytes.toString("base64") } = {},
): Promise<SentImage> {
  const parts = [
    { type: "text", content: "What is this?" },
    { type: "blob", modality: "image", mime_type: mimeType, content },
  ];
  const sent = span({
    spanId: String(++spanCount).padStart(16, "0"),
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.input.messages": JSON.stringify([{ role: "user", parts }]),
    },
  });
  const response = await project.send("POST", "/v1/traces", otlpJson([sent]));
  expect(await response.json()).toEqual({ partialSuccess: {} });
  const { events } = await project.call("exportEvents", { body: {} });
  const event = events.find(({ metadata }) => metadata["span_id"] === sent.spanId);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(JSON.stringify(event?.inputs)).toContain(`sha256:${sha256}`);
  const { event_id: eventId = "", session_id: sessionId = "" } = event ?? {};
  return { eventId, sessionId, sha256, path: `/v1/events/${eventId}/media/${sha256}` };
}

test("what was sent inline and is large comes back as it was sent, and runs nowhere", async () => {
  const project = server.newProject();
  const bytes = randomBytes(100_000);
  const { path } = await send(project, bytes);
  const response = await project.send("GET", path);
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/png",
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  const page = await send(project, Buffer.from(`<script>alert(1)</script>${"x".repeat(20_000)}`), {
    mimeType: "text/html",
  });
  const downloaded = await project.send("GET", page.path);
  expect(downloaded.headers.get("content-disposition")).toBe("attachment");
  expect(downloaded.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
});

test("base64 in lines, as MIME has it, is the same image", async () => {
  const project = server.newProject();
  const bytes = randomBytes(50_000);
  const content = bytes.toString("base64").replaceAll(/.{76}/g, "$&\n");
  const { path } = await send(project, bytes, { content });
  const response = await project.send("GET", path);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
});

test("nobody else gets it, and nobody without a key", async () => {
  const project = server.newProject();
  const { path } = await send(project, randomBytes(50_000));
  expect((await server.newProject().send("GET", path)).status).toBe(404);
  expect((await fetch(server.url + path)).status).toBe(401);
  const { api_key } = await project.call("createKey", { body: { name: "w", scopes: ["write"] } });
  const headers = { authorization: `Bearer ${api_key}` };
  expect((await fetch(server.url + path, { headers })).status).toBe(403);
});

test("it goes with its event and with its session, also where they are sent again", async () => {
  const project = server.newProject();
  const bytes = randomBytes(50_000);
  const first = await send(project, bytes);
  const second = await send(project, bytes);
  await project.call("deleteEvent", { params: { event_id: first.eventId } });
  expect((await project.send("GET", first.path)).status).toBe(404);
  expect((await project.send("GET", second.path)).status).toBe(200);
  await project.call("deleteSession", { params: { session_id: second.sessionId } });
  expect((await project.send("GET", second.path)).status).toBe(404);
});

test("what is too large to be kept is counted", async () => {
  const project = server.newProject();
  const { path } = await send(project, Buffer.alloc(17 * 1024 * 1024));
  expect((await project.send("GET", path)).status).toBe(404);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^honeyhive_ingest_dropped_media_total 1$/m);
});

const toDataUrl = (bytes: Buffer, mimeType: string): string =>
  `data:${mimeType};base64,${bytes.toString("base64")}`;

test("media in the messages of events that clients post are kept like those of spans", async () => {
  const project = server.newProject();
  const [image, sound, answer] = [randomBytes(60_000), randomBytes(50_000), randomBytes(40_000)];
  const small = {
    type: "image_url",
    image_url: { url: "data:image/png;base64,AAAA", detail: "low" },
  };
  const text = { type: "document", content: `A long text. ${"More of it. ".repeat(3000)}` };
  const { event_id } = await project.call("createEvent", {
    body: {
      event_type: "model",
      inputs: {
        note: toDataUrl(image, "image/png"),
        chat_history: [
          {
            role: "user",
            content: [
              { type: "image_url", image_url: { url: toDataUrl(image, "image/png") } },
              small,
              text,
              { type: "file", file: { mime_type: "audio/wav", data: sound.toString("base64") } },
            ],
          },
        ],
      },
    },
  });
  const outputs = {
    content: [
      { type: "image", source: { media_type: "image/webp", data: answer.toString("base64") } },
    ],
  };
  await project.call("updateEvent", { params: { event_id }, body: { outputs } });
  await project.call("updateEvent", { params: { event_id }, body: { metadata: { seen: true } } });
  const { event } = await project.call("getEvent", { params: { event_id } });
  const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  const reference = (bytes: Buffer, mime_type: string): object => ({
    url: `sha256:${hashOf(bytes)}`,
    mime_type,
    size_bytes: bytes.length,
    sha256: hashOf(bytes),
  });
  expect(event.inputs).toEqual({
    // Nothing says that this is a message: it stays what it was.
    note: toDataUrl(image, "image/png"),
    chat_history: [
      {
        role: "user",
        content: [
          { type: "image_url", image_url: reference(image, "image/png") },
          small,
          text,
          { type: "file", file: reference(sound, "audio/wav") },
        ],
      },
    ],
  });
  expect(event.outputs).toEqual({
    content: [{ type: "image_url", image_url: reference(answer, "image/webp") }],
  });
  for (const bytes of [image, sound, answer]) {
    const media = await project.call("getMedia", { params: { event_id, sha256: hashOf(bytes) } });
    expect(Buffer.from(await media.arrayBuffer()).equals(bytes)).toBe(true);
  }
});

test("files that OpenAI is sent are kept, with their names", async () => {
  const project = server.newProject();
  const bytes = randomBytes(30_000);
  const file_data = toDataUrl(bytes, "application/pdf");
  const content = [
    { type: "file", file: { filename: "terms.pdf", file_data } },
    { type: "input_file", filename: "again.pdf", file_data },
    { type: "input_file", filename: "small.pdf", file_data: "data:application/pdf;base64,AAAA" },
  ];
  const { event_id } = await project.call("createEvent", {
    body: { event_type: "model", inputs: { chat_history: [{ role: "user", content }] } },
  });
  const { event } = await project.call("getEvent", { params: { event_id } });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const kept = {
    url: `sha256:${sha256}`,
    mime_type: "application/pdf",
    size_bytes: 30_000,
    sha256,
  };
  expect(event.inputs["chat_history"]).toEqual([
    {
      role: "user",
      content: [
        { type: "file", file: { ...kept, filename: "terms.pdf" } },
        { type: "file", file: { ...kept, filename: "again.pdf" } },
        content[2],
      ],
    },
  ]);
  const media = await project.call("getMedia", { params: { event_id, sha256 } });
  expect(Buffer.from(await media.arrayBuffer()).equals(bytes)).toBe(true);
});

test("a `data:` URL that is not base64 is kept as what it says", async () => {
  const project = server.newProject();
  const picture = `<svg xmlns="http://www.w3.org/2000/svg">${"<g/>".repeat(6000)}</svg>`;
  const urls = [
    `data:image/svg+xml,${encodeURIComponent(picture)}`,
    `data:image/svg+xml;utf8,${picture} 100%`,
  ];
  const content = urls.map((url) => ({ type: "image_url", image_url: { url } }));
  const { event_id } = await project.call("createEvent", {
    body: { event_type: "model", inputs: { messages: [{ role: "user", content }] } },
  });
  for (const text of [picture, `${picture} 100%`]) {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const media = await project.call("getMedia", { params: { event_id, sha256 } });
    expect(await media.text()).toBe(text);
  }
});
