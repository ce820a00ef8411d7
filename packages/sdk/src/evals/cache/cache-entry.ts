import { randomUUID } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { makeFolder } from "../../lib/make-folder.js";

/** What is kept of an answer. Of the request nothing is kept, nor any header but the type of the content. */
interface CacheEntry {
  readonly version: 1;
  readonly status: number;
  readonly contentType: string | null;
  readonly encoding: "utf8" | "base64";
  readonly body: string;
}

const textTypes = /^(text\/|application\/(json|[\w.+-]*\+json|x-ndjson|jsonl))/i;
/** Providers may fail in the middle of a stream that began well. */
const failedStream = /^(event: error|data: \{"error")/m;

/** The answer as it came, streams whole; undefined when there is none. */
export async function readEntry(directory: string, key: string): Promise<Response | undefined> {
  try {
    const entry: unknown = JSON.parse(await readFile(pathOf(directory, key), "utf8"));
    if (!isEntry(entry)) return undefined;
    const headers = new Headers({ "x-honeyhive-cache": "hit" });
    if (entry.contentType !== null) headers.set("content-type", entry.contentType);
    return new Response(Buffer.from(entry.body, entry.encoding), { status: entry.status, headers });
  } catch {
    // Not there, or not whole: asking again makes it anew.
    return undefined;
  }
}

/** Reads the answer to its end and keeps it. Rejects when it breaks off: half an answer is none. */
export async function writeEntry(
  directory: string,
  key: string,
  response: Response,
): Promise<void> {
  const contentType = response.headers.get("content-type");
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = contentType !== null && textTypes.test(contentType);
  const encoding = isText ? "utf8" : "base64";
  const body = bytes.toString(encoding);
  if (contentType?.startsWith("text/event-stream") === true && failedStream.test(body)) return;
  const entry: CacheEntry = { version: 1, status: response.status, contentType, encoding, body };
  const path = pathOf(directory, key);
  const temporary = `${path}.${randomUUID()}`;
  makeFolder(dirname(path));
  await writeFile(temporary, JSON.stringify(entry), { mode: 0o600 });
  // Readers see the whole file or none.
  await rename(temporary, path);
}

function pathOf(directory: string, key: string): string {
  return join(directory, key.slice(0, 2), `${key}.json`);
}

function isEntry(value: unknown): value is CacheEntry {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "body" in value &&
    typeof value.body === "string"
  );
}
