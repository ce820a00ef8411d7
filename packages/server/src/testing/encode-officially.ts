import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { ExportedSpan } from "./random-spans.js";

export interface EncodedRequest {
  readonly json: Uint8Array;
  readonly protobuf: Uint8Array;
}

const spansProgram = fileURLToPath(new URL("fixtures/encode-spans.mjs", import.meta.url));
const metricsProgram = fileURLToPath(new URL("fixtures/encode-metrics.mjs", import.meta.url));

/** Requests as OpenTelemetry's own encoders write them. */
export async function encodeOfficially(
  requests: readonly (readonly ExportedSpan[])[],
): Promise<EncodedRequest[]> {
  // What the program writes.
  const encoded = (await run(spansProgram, JSON.stringify(requests))) as Encoded[];
  return encoded.map(toRequest);
}

/** One metric of each kind, with seven data points in all. */
export async function encodeMetricsOfficially(): Promise<EncodedRequest> {
  // What the program writes.
  return toRequest((await run(metricsProgram, "")) as Encoded);
}

type Encoded = Record<keyof EncodedRequest, string>;

async function run(program: string, input: string): Promise<unknown> {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(input);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
}

function toRequest({ json, protobuf }: Encoded): EncodedRequest {
  const toBytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
  return { json: toBytes(json), protobuf: toBytes(protobuf) };
}
