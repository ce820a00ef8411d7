import { isJsonObject } from "../../lib/json.js";

/** Lists of so many items are written in pieces. */
const longList = 200;
const itemsOfPiece = 50;
const pieceChars = 64 * 1024;

/** An answer as JSON. What has long lists is written while it is sent: as a whole it would hold the event loop. */
export function toJsonResponse(answer: unknown, status: number): Response {
  if (!isJsonObject(answer) || !Object.values(answer).some(isLong)) {
    return Response.json(answer, { status });
  }
  const pieces = writePieces(answer);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // One piece a turn, however fast it is read.
      await new Promise((resolve) => setImmediate(resolve));
      let text = "";
      while (text.length < pieceChars) {
        const piece = pieces.next();
        if (piece.done === true) {
          controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += piece.value;
      }
      controller.enqueue(encoder.encode(text));
    },
  });
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}

function isLong(value: unknown): boolean {
  return Array.isArray(value) && value.length > longList;
}

/** What `JSON.stringify` gives, in pieces. */
export function* writePieces(answer: object): Generator<string, void> {
  let separator = "{";
  for (const [name, value] of Object.entries(answer) as [string, unknown][]) {
    // The types of the standard library do not say that it is undefined for what JSON does not have.
    const text = Array.isArray(value) ? "" : (JSON.stringify(value) as string | undefined);
    if (text === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    separator = ",";
    if (Array.isArray(value)) yield* writeList(value);
    else yield text;
  }
  yield separator === "{" ? "{}" : "}";
}

function* writeList(items: readonly unknown[]): Generator<string, void> {
  yield "[";
  for (let start = 0; start < items.length; start += itemsOfPiece) {
    const list = JSON.stringify(items.slice(start, start + itemsOfPiece));
    yield (start === 0 ? "" : ",") + list.slice(1, -1);
  }
  yield "]";
}
