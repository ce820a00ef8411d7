import { decompressors } from "../compression/decompress.js";
import { TooLargeError } from "../compression/too-large-error.js";
import { HttpError } from "../lib/http-error.js";
import { parseJson } from "../lib/json.js";

/** The decompressed body, at most `limitBytes` long, before and after decompression. */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limitBytes) throw tooLarge(limitBytes, `${declared} bytes`);
  const body = await readAtMost(request, limitBytes);
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return body;
  const decompress = Object.hasOwn(decompressors, encoding) ? decompressors[encoding] : undefined;
  if (decompress === undefined) {
    throw new HttpError(
      415,
      "UNSUPPORTED_MEDIA_TYPE",
      `Expected \`content-encoding\` to be gzip, deflate, zstd or absent, got \`${encoding}\`. Send the body uncompressed.`,
    );
  }
  try {
    return await decompress(body, limitBytes);
  } catch (error) {
    if (error instanceof TooLargeError) throw tooLarge(limitBytes, "more after decompression");
    throw new HttpError(
      400,
      "INVALID_REQUEST",
      `Expected a ${encoding} body, got bytes that are not: ${error instanceof Error ? error.message : ""}. ` +
        "Compress the body, or leave `content-encoding` out.",
      { cause: error },
    );
  }
}

/** The body as JSON; an empty one is an empty object. */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  const body = await readBody(request, limitBytes);
  if (body.length === 0) return {};
  const text = new TextDecoder().decode(body);
  const value = parseJson(text);
  if (value === undefined) {
    throw new HttpError(
      400,
      "INVALID_JSON",
      `Expected a JSON body, got \`${text.slice(0, 60)}\`. Send valid JSON with \`content-type: application/json\`.`,
    );
  }
  return value;
}

async function readAtMost(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (request.headers.has("content-length")) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw tooLarge(limitBytes, "more");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limitBytes: number, actual: string): HttpError {
  return new HttpError(
    413,
    "PAYLOAD_TOO_LARGE",
    `Expected a body of at most ${limitBytes} bytes, got ${actual}. Split it into several requests.`,
  );
}
