// The server of a benchmark, in a process of its own. Takes orders and gives counts over IPC.
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

import { answerTo, spanReaderFor } from "./protocols.mjs";

const sockets = new Set();
let closedBytes = 0;
let firstByteBase = 0;
let counts = emptyCounts();
/** What came of spans that come in pieces, and those that have been matched. */
const pieces = new Map();
const matched = new Set();
/** What was said of each span, where that is asked for. */
const kept = new Map();
const noWishes = {
  latencyMs: 0,
  status: 200,
  matchSessions: false,
  keepRecords: false,
  takesBatches: false,
};
let settings = noWishes;
/** Session to the only marker that its spans may have. */
const markerOf = new Map();

const server = createServer((request, response) => {
  void answer(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.keepAliveTimeout = 60_000;
server.on("connection", (socket) => {
  sockets.add(socket);
  socket.on("close", () => {
    sockets.delete(socket);
    closedBytes += socket.bytesRead;
  });
});
server.listen(0, "127.0.0.1", () =>
  process.send({ url: `http://127.0.0.1:${server.address().port}` }),
);

process.on("message", ({ id, order, settings: wanted }) => {
  if (order === "reset") {
    pieces.clear();
    matched.clear();
    kept.clear();
    markerOf.clear();
    counts = emptyCounts();
    firstByteBase = bytesReceived();
    settings = { ...noWishes, ...wanted };
  } else if (order === "set") {
    settings = { ...settings, ...wanted };
  }
  const records = [...kept.values()];
  process.send({ id, counts: { ...counts, bytes: bytesReceived() - firstByteBase, records } });
});
process.on("disconnect", () => process.exit());

function emptyCounts() {
  return { requests: 0, refused: 0, spans: 0, rightSession: 0, wrongSession: 0 };
}

/** Everything that came over the sockets, headers too. */
function bytesReceived() {
  let bytes = closedBytes;
  for (const socket of sockets) bytes += socket.bytesRead;
  return bytes;
}

async function answer(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  counts.requests++;
  if (settings.latencyMs > 0) await delay(settings.latencyMs);
  if (settings.status !== 200) {
    counts.refused++;
    response.writeHead(settings.status, { "retry-after": "1" }).end();
    return;
  }
  const readSpans = spanReaderFor(request.url);
  if (readSpans !== undefined)
    count(readSpans, decompress(request, Buffer.concat(chunks)), request);
  const { type, body } = answerTo(request, server.address().port);
  const headers = { "content-type": type, "content-length": Buffer.byteLength(body) };
  if (settings.takesBatches) headers["honeyhive-capabilities"] = "session-batches";
  response.writeHead(200, headers).end(body);
}

function count(readSpans, body, request) {
  const contentType = request.headers["content-type"] ?? "";
  const { spans, records } = readSpans(
    body,
    contentType,
    settings.matchSessions || settings.keepRecords,
  );
  counts.spans += spans;
  if (settings.keepRecords) records.forEach(keep);
  if (settings.matchSessions) records.forEach(matchSession);
}

function keep({ id, parentId, text }) {
  const key = id ?? kept.size;
  const known = kept.get(key);
  const all = (known?.text ?? "") + text;
  kept.set(key, { id, parentId: parentId ?? known?.parentId, text: all });
}

/** A span names the context in which it ran and its session: both have the same number, or they were mixed up. */
function matchSession({ id, text }) {
  if (settings.matchSessions === "by marker") return matchMarker(text);
  const all = (id === undefined ? "" : (pieces.get(id) ?? "")) + text;
  if (id !== undefined) pieces.set(id, all);
  const marker = /marker-(\d+)/.exec(all);
  const session = /00000000-0000-4000-8000-([0-9a-f]{12})/.exec(all);
  if (marker === null || session === null || matched.has(id)) return;
  if (id !== undefined) matched.add(id);
  if (Number.parseInt(session[1], 16) === Number(marker[1])) counts.rightSession++;
  else counts.wrongSession++;
}

/** Where sessions are not numbered: every span of one must have the same marker. */
function matchMarker(text) {
  const marker = /marker-(\d+)/.exec(text)?.[1];
  const session = /honeyhive\.session_id\W{1,8}?([0-9a-f]{8}-[0-9a-f-]{27})/.exec(text)?.[1];
  if (marker === undefined || session === undefined) return;
  const known = markerOf.get(session) ?? marker;
  markerOf.set(session, known);
  if (known === marker) counts.rightSession++;
  else counts.wrongSession++;
}

function decompress(request, body) {
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
}
