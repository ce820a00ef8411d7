/** Text leaves in one piece with its headers. */
export type RequestBody = Uint8Array | string;

export function bytesOf(body: RequestBody): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body;
}

export function sizeOf(body: RequestBody): number {
  return typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}
