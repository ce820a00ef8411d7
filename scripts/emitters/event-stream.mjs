import { crc32 } from "node:zlib";

/** Messages of AWS' binary event streams, as Bedrock streams its answers. */
export function encodeEventStream(events) {
  return events.map(([type, body]) => {
    const headers = [
      [":message-type", "event"],
      [":event-type", type],
      [":content-type", "application/json"],
    ];
    return encodeMessage(
      Buffer.concat(headers.map(encodeHeader)),
      Buffer.from(JSON.stringify(body)),
    );
  });
}

const preludeBytes = 12;
const checksumBytes = 4;
const textType = 7;

function encodeMessage(headers, body) {
  const prelude = Buffer.alloc(preludeBytes);
  prelude.writeUInt32BE(preludeBytes + headers.length + body.length + checksumBytes, 0);
  prelude.writeUInt32BE(headers.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const message = Buffer.concat([prelude, headers, body]);
  const checksum = Buffer.alloc(checksumBytes);
  checksum.writeUInt32BE(crc32(message));
  return Buffer.concat([message, checksum]);
}

function encodeHeader([name, value]) {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([textType]),
    length,
    Buffer.from(value),
  ]);
}
