/** Text leaves in one piece with its headers, and takes less memory while it waits. */
export type RequestBody = Uint8Array | string;

export function bytesOf(body: RequestBody): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body;
}

export function sizeOf(body: RequestBody): number {
  return typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}

export function textOf(body: RequestBody): string {
  return typeof body === "string" ? body : Buffer.from(body).toString();
}
