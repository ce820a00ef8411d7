export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly message: string;
}

const none: PartialSuccess = { rejectedSpans: 0, message: "" };

/**
 * Reads `ExportTraceServiceResponse.partial_success` of a request with `count` spans. A body that is not one counts as
 * full success.
 */
export function readPartialSuccess(body: Buffer, count: number): PartialSuccess {
  const { rejectedSpans, message } = readAnswer(body);
  return { rejectedSpans: Math.min(Math.max(0, rejectedSpans), count), message };
}

function readAnswer(body: Buffer): PartialSuccess {
  if (body.length === 0) return none;
  if (body[0] === 0x7b) return readJson(body);
  const partial = readField(body, 1);
  if (!Buffer.isBuffer(partial)) return none;
  const rejected = readField(partial, 1);
  const message = readField(partial, 2);
  return {
    // Negative numbers arrive as huge ones.
    rejectedSpans: typeof rejected === "number" && rejected < 2 ** 63 ? rejected : 0,
    message: Buffer.isBuffer(message) ? message.toString("utf8") : "",
  };
}

function readJson(body: Buffer): PartialSuccess {
  try {
    const answer = JSON.parse(body.toString("utf8")) as {
      readonly partialSuccess?: {
        readonly rejectedSpans?: unknown;
        readonly errorMessage?: unknown;
      };
    };
    return {
      rejectedSpans: Math.trunc(Number(answer.partialSuccess?.rejectedSpans ?? 0)) || 0,
      message: String(answer.partialSuccess?.errorMessage ?? ""),
    };
  } catch {
    // Not JSON after all: the status said 2xx, so the spans were taken.
    return none;
  }
}

/** The last value of a varint or length-delimited field in a protobuf message. */
function readField(message: Buffer, wanted: number): number | Buffer | undefined {
  let position = 0;
  let found: number | Buffer | undefined;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; position < message.length; factor *= 0x80) {
      const byte = message[position++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (position < message.length) {
    const tag = varint();
    const isWanted = tag >>> 3 === wanted;
    if ((tag & 7) === 0) {
      const value = varint();
      if (isWanted) found = value;
    } else if ((tag & 7) === 2) {
      const length = varint();
      if (isWanted) found = message.subarray(position, position + length);
      position += length;
    } else {
      return found;
    }
  }
  return found;
}
