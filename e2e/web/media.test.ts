import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { deflateSync, crc32 } from "node:zlib";

import { makeRandom } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";
import { sendSpans } from "./otlp.js";

const sessionId = "0000aaaa-0000-4000-8000-000000000001";
const size = 160;
let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

test("shows an image that a model was shown, also one that is too large for its event", async () => {
  const picture = drawPicture();
  expect(picture.length).toBeGreaterThan(50_000);
  const url = `data:image/png;base64,${picture.toString("base64")}`;
  const content = [
    { type: "text", text: "What is in this picture?" },
    { type: "image_url", image_url: { url } },
  ];
  await sendSpans(app, [
    {
      traceId: "c".repeat(32),
      spanId: "d".repeat(16),
      name: "chat gpt-4o",
      startMs: Date.now() - 1000,
      endMs: Date.now(),
      attributes: {
        "honeyhive.session_id": sessionId,
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o",
        "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: content }]),
        "gen_ai.output.messages": JSON.stringify([
          { role: "assistant", parts: [{ type: "text", content: "Coloured noise." }] },
        ]),
      },
    },
  ]);
  const page = await app.open(`/sessions/${sessionId}`);
  await page.getByText("chat gpt-4o").first().click();
  const image = page.getByRole("region", { name: "Conversation" }).locator("img");
  await image.waitFor();
  const shown = await page.evaluate<{ src: string; width: number; ratio: number }>(`(async () => {
    const image = document.querySelector('[aria-label="Conversation"] img');
    await image.decode();
    return { src: image.src, width: image.naturalWidth, ratio: image.width / image.height };
  })()`);
  expect(shown.width).toBe(size);
  expect(shown.ratio).toBeCloseTo(1);
  const bytes = Buffer.from(shown.src.slice(shown.src.indexOf(",") + 1), "base64");
  expect(sha256(bytes)).toBe(sha256(picture));
  const screenshot = process.env["HH_SCREENSHOT"];
  if (screenshot !== undefined) await page.screenshot({ path: screenshot });
  expect(app.complaints).toEqual([]);
});

test("saves a file that a model was sent, also one that is too large for its event", async () => {
  const files = [200, 40_000].map((bytes) => {
    const file = Buffer.from(`%PDF-1.7\n${"%".repeat(bytes)}`);
    const fileData = `data:application/pdf;base64,${file.toString("base64")}`;
    return { file, part: { type: "file", file: { filename: "terms.pdf", file_data: fileData } } };
  });
  const messages = [{ role: "user", parts: files.map(({ part }) => part) }];
  await sendSpans(app, [
    {
      traceId: "a".repeat(32),
      spanId: "b".repeat(16),
      name: "chat gpt-files",
      startMs: Date.now() - 1000,
      endMs: Date.now(),
      attributes: {
        "honeyhive.session_id": "0000aaaa-0000-4000-8000-000000000003",
        "gen_ai.operation.name": "chat",
        "gen_ai.input.messages": JSON.stringify(messages),
      },
    },
  ]);
  const page = await app.open("/sessions/0000aaaa-0000-4000-8000-000000000003");
  await page.getByText("chat gpt-files").first().click();
  const conversation = page.getByRole("region", { name: "Conversation" });
  const saved: Buffer[] = [];
  for (const place of files.keys()) {
    const download = page.waitForEvent("download");
    await conversation.getByRole("button", { name: "Save" }).nth(place).click();
    saved.push(await readFile(await (await download).path()));
  }
  expect(saved.map(sha256)).toEqual(files.map(({ file }) => sha256(file)));
  expect(await conversation.textContent()).not.toContain("base64");
});

test("plays a sound that a model was sent, also one that is too large for its event", async () => {
  const sounds = [1, 3].map((seconds) => ({
    type: "input_audio",
    input_audio: { data: recordNoise(seconds).toString("base64"), format: "wav" },
  }));
  await sendSpans(app, [
    {
      traceId: "e".repeat(32),
      spanId: "f".repeat(16),
      name: "chat gpt-audio",
      startMs: Date.now() - 1000,
      endMs: Date.now(),
      attributes: {
        "honeyhive.session_id": "0000aaaa-0000-4000-8000-000000000002",
        "gen_ai.operation.name": "chat",
        "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: sounds }]),
      },
    },
  ]);
  const page = await app.open("/sessions/0000aaaa-0000-4000-8000-000000000002");
  await page.getByText("chat gpt-audio").first().click();
  const players = page.getByRole("region", { name: "Conversation" }).locator("audio");
  await players.nth(1).waitFor();
  const lengths = await page.evaluate<readonly number[]>(`Promise.all(
    [...document.querySelectorAll('[aria-label="Conversation"] audio')].map((player) =>
      player.readyState > 0
        ? player.duration
        : new Promise((resolve) => {
            player.addEventListener("loadedmetadata", () => resolve(player.duration));
            player.addEventListener("error", () => resolve(player.error.message));
          }),
    ),
  )`);
  expect(lengths).toEqual([1, 3]);
});

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A PNG of noise, which does not compress. */
function drawPicture(): Buffer {
  const random = makeRandom(7);
  const rows = Array.from({ length: size }, () =>
    Buffer.from([0, ...Array.from({ length: size * 3 }, () => random.below(256))]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits each of red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A WAV file of 8,000 samples a second. */
function recordNoise(seconds: number): Buffer {
  const random = makeRandom(11);
  const samples = Buffer.from(Array.from({ length: 8000 * seconds }, () => random.below(256)));
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  // PCM, one channel, one byte each.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
