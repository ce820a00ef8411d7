import type { JsonObject } from "@honeyhive/contract";

import { asObject, asText, firstText } from "../../../lib/form/read-json.js";

/** `url` has the content in it (`data:`), says under which hash it is kept (`sha256:`), or, of an image, where it is. */
export type MediaPart =
  | { readonly kind: "image" | "audio"; readonly url: string }
  | {
      readonly kind: "file";
      readonly url: string;
      readonly name: string | undefined;
      readonly mediaType: string;
    };

/** An image, a sound or a file in a message, or undefined where there is nothing to show or to save. */
export function toMediaPart(fields: JsonObject): MediaPart | undefined {
  switch (fields["type"]) {
    case "image":
    case "image_url":
    case "input_image":
      return toImage(fields);
    case "input_audio":
    case "audio":
    case "file":
    case "input_file":
    case "document":
    case "blob":
      return toFile(fields);
    default:
      return undefined;
  }
}

function toImage(fields: JsonObject): MediaPart | undefined {
  const nested = asObject(fields["image_url"]) ?? fields;
  const url = firstText(nested, ["url", "image_url", "image"]);
  const source = asObject(fields["source"]);
  const encoded = asText(source?.["data"]);
  if (url !== undefined) return { kind: "image", url };
  if (encoded === undefined) return undefined;
  const mediaType = asText(source?.["media_type"]) ?? "image/png";
  return { kind: "image", url: `data:${mediaType};base64,${encoded}` };
}

const nestedIn = ["input_audio", "file", "source"] as const;

/** Sent inline, or kept beside the event; what lies elsewhere is not asked for. */
function toFile(fields: JsonObject): MediaPart | undefined {
  const source = nestedIn.map((key) => asObject(fields[key])).find(Boolean) ?? fields;
  const known =
    firstText(source, ["mime_type", "mediaType", "media_type"]) ?? audioType(source["format"]);
  const url = urlOf(source, known);
  if (url === undefined) return undefined;
  const mediaType = /^data:([^;,]+)/.exec(url)?.[1] ?? known ?? "application/octet-stream";
  if (mediaType.startsWith("audio/")) return { kind: "audio", url };
  if (mediaType.startsWith("image/")) return { kind: "image", url };
  const name = firstText(source, ["filename", "name"]) ?? firstText(fields, ["filename", "title"]);
  return { kind: "file", url, name, mediaType };
}

function urlOf(source: JsonObject, mediaType: string | undefined): string | undefined {
  const content = firstText(source, ["url", "uri", "file_data", "data", "content"]);
  if (content === undefined || /^(data|sha256):/.test(content)) return content;
  // Documents of text are read as they are.
  const isEncoded = mediaType !== undefined && /^[\w+/=\r\n-]+$/.test(content);
  return isEncoded ? `data:${mediaType};base64,${content}` : undefined;
}

/** `format` is the end of a media type. */
function audioType(format: unknown): string | undefined {
  const name = asText(format);
  return name === undefined ? undefined : `audio/${name === "mp3" ? "mpeg" : name}`;
}
