import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { ExportedSpan } from "./random-spans.js";

export interface EncodedRequest {
  readonly json: Uint8Array;
  readonly protobuf: Uint8Array;
}

const program = fileURLToPath(new URL("fixtures/encode-spans.mjs", import.meta.url));

/** Requests as OpenTelemetry's own encoders write them. */
export async function encodeOfficially(
  requests: readonly (readonly ExportedSpan[])[],
): Promise<EncodedRequest[]> {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(requests));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  // What the program writes.
  const encoded = JSON.parse(Buffer.concat(chunks).toString()) as Record<
    keyof EncodedRequest,
    string
  >[];
  const toBytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
  return encoded.map(({ json, protobuf }) => ({
    json: toBytes(json),
    protobuf: toBytes(protobuf),
  }));
}
