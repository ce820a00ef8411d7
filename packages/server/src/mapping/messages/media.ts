import { createHash } from "node:crypto";

import type { Event } from "@honeyhive/contract";

import { isJsonObject } from "../../lib/json.js";
import { firstText } from "./first-text.js";

type Part = Readonly<Record<string, unknown>>;

/** Media below this size are kept where they are; larger ones would be most of the store's bytes. */
export const maxInlineCharacters = 16 * 1024;

/**
 * An image, sound or file in the form that chat APIs take. Content that was sent inline and is large becomes a
 * reference: its type, size and hash. The bytes are kept beside the event, where `findMedia` finds them.
 */
export function toMedia(part: Part, type: string): unknown {
  const source = sourceOf(part);
  const mimeType =
    firstText(source, mimeTypeNames) ??
    firstText(part, mimeTypeNames) ??
    (type === "input_audio" ? audioTypeOf(source) : undefined);
  const isImage =
    part["modality"] === "image" ||
    /^(input_)?image(_url)?$/.test(type) ||
    mimeType?.startsWith("image/");
  const uri =
    firstText(source, ["uri", "url", "fileUri", "image"]) ??
    urlOf(part["image"]) ??
    urlOf(part["image_url"]);
  const content = base64In(source);
  const url = uri ?? (content === undefined ? undefined : toUrl(content, mimeType));
  if (url === undefined) return part;
  const reference = referenceTo(url, firstText(source, fileNames) ?? firstText(part, fileNames));
  if (reference !== undefined) {
    return isImage
      ? { type: "image_url", image_url: reference }
      : { type: "file", file: reference };
  }
  return isImage ? { type: "image_url", image_url: { url } } : part;
}

const mimeTypeNames = ["mime_type", "mimeType", "mediaType", "media_type"];
const fileNames = ["filename", "fileName", "displayName"];

/** Where each protocol nests what it is about. */
function sourceOf(part: Part): Part {
  for (const name of [
    "source",
    "inlineData",
    "fileData",
    "image_url",
    "file",
    "input_audio",
    "image",
  ]) {
    const inner = part[name];
    if (isJsonObject(inner)) return isJsonObject(inner["image"]) ? inner["image"] : inner;
  }
  return part;
}

/** OpenAI names sounds by their format. */
function audioTypeOf({ format }: Part): string | undefined {
  if (typeof format !== "string" || !/^\w{1,20}$/.test(format)) return undefined;
  return `audio/${format === "mp3" ? "mpeg" : format}`;
}

function urlOf(image: unknown): string | undefined {
  return typeof image === "string" && image !== "" ? image : undefined;
}

/** Parts of other kinds may hold long texts under the same names. */
function base64In(source: Part): string | undefined {
  const content = firstText(source, ["data", "content", "file_data"]);
  const isContent = content === undefined || /^(https?|data):/.test(content);
  return isContent || isBase64(content) ? content : undefined;
}

/** In one line, or in lines as MIME has it: lists of words have shorter ones. */
function isBase64(content: string): boolean {
  const lineEnd = content.trimEnd().indexOf("\n");
  return (lineEnd === -1 || lineEnd >= 40) && !/[^\w+/=\r\n-]/.test(content);
}

function toUrl(content: string, mimeType: string | undefined): string {
  if (/^(https?|data):/.test(content)) return content;
  return `data:${mimeType ?? "application/octet-stream"};base64,${content}`;
}

/** For a large `data:` URL what is kept of it in the event. */
function referenceTo(url: string, filename: string | undefined): MediaReference | undefined {
  if (url.length <= maxInlineCharacters || !url.startsWith("data:")) return undefined;
  const comma = url.indexOf(",");
  const [mimeType = "", ...parameters] = url.slice("data:".length, comma).split(";");
  const content = url.slice(comma + 1);
  const isEncoded = parameters.includes("base64");
  const bytes = isEncoded ? Buffer.from(content, "base64") : fromPercents(content);
  return new MediaReference(mimeType, bytes, filename);
}

function fromPercents(content: string): Buffer {
  try {
    return Buffer.from(decodeURIComponent(content));
  } catch {
    // A percent sign that stands for itself: many write such URLs by hand.
    return Buffer.from(content);
  }
}

/** What an event has of its media. As JSON it is without their bytes. */
export class MediaReference {
  /** Names the content by its hash. */
  readonly url: string;
  readonly mime_type: string;
  readonly size_bytes: number;
  readonly sha256: string;
  /** As it was sent with the bytes. */
  readonly filename?: string;
  readonly #bytes: Buffer;

  constructor(mimeType: string, bytes: Buffer, filename?: string) {
    if (filename !== undefined) this.filename = filename;
    this.#bytes = bytes;
    this.mime_type = mimeType;
    this.size_bytes = bytes.length;
    this.sha256 = createHash("sha256").update(bytes).digest("hex");
    this.url = `sha256:${this.sha256}`;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }
}

/** Messages are not nested deeper. */
export const maxMediaDepth = 12;

/** The media of an event that was just mapped, each once. */
export function findMedia({
  inputs,
  outputs,
}: Pick<Event, "inputs" | "outputs">): MediaReference[] {
  const found = new Map<string, MediaReference>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || depth > maxMediaDepth) return;
    if (value instanceof MediaReference) found.set(value.sha256, value);
    else for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  visit(inputs, 0);
  visit(outputs, 0);
  return [...found.values()];
}
