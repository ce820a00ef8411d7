import { expect, test } from "vitest";

import { toMediaPart } from "./message-media.js";

const pdf = "application/pdf";
const inline = `data:${pdf};base64,JVBERi0=`;

test.each([
  [
    "chat completions",
    { type: "file", file: { filename: "terms.pdf", file_data: inline } },
    "terms.pdf",
  ],
  ["responses", { type: "input_file", filename: "terms.pdf", file_data: inline }, "terms.pdf"],
  [
    "Anthropic",
    {
      type: "document",
      title: "Terms",
      source: { type: "base64", media_type: pdf, data: "JVBERi0=" },
    },
    "Terms",
  ],
  [
    "the AI SDK",
    { type: "file", filename: "terms.pdf", mediaType: pdf, data: "JVBERi0=" },
    "terms.pdf",
  ],
  ["OpenTelemetry", { type: "blob", mime_type: pdf, content: "JVBERi0=" }, undefined],
] as const)("reads a file that was sent inline as %s has it", (_api, part, name) => {
  expect(toMediaPart(part)).toEqual({ kind: "file", url: inline, name, mediaType: pdf });
});

test("reads a file that is kept beside its event", () => {
  const part = { type: "file", file: { mime_type: pdf, url: "sha256:0", size_bytes: 9 } };
  expect(toMediaPart(part)).toEqual({
    kind: "file",
    url: "sha256:0",
    name: undefined,
    mediaType: pdf,
  });
});

test("tells images and sounds from other files by their type", () => {
  const file = (mediaType: string): unknown =>
    toMediaPart({ type: "file", mediaType, data: "AAAA" })?.kind;
  expect(["image/png", "audio/wav", "text/csv"].map(file)).toEqual(["image", "audio", "file"]);
});

test("leaves what lies elsewhere, and documents of text, as they are", () => {
  const parts = [
    { type: "file", file: { file_id: "file-1" } },
    { type: "document", source: { type: "url", url: "https://example.com/terms.pdf" } },
    {
      type: "document",
      source: { type: "text", media_type: "text/plain", data: "Bees, not wasps." },
    },
  ];
  expect(parts.map(toMediaPart)).toEqual([undefined, undefined, undefined]);
});
