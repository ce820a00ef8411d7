/**
 * What the contestants' servers would understand: finished spans are counted; where sessions are checked, what
 * was said about each span is given too, under its id and its parent's.
 */
export function spanReaderFor(url) {
  const [path] = url.split("?");
  if (path.endsWith("/v1/traces")) return readOtlp;
  if (path.endsWith("/logs3")) return readBraintrust;
  if (/\/runs\/(multipart|batch)$/.test(path)) return readLangSmith;
  return undefined;
}

/** Enough of each server's API for its client to work. */
export function answerTo({ method, url, headers }, port) {
  const json = (value) => ({ type: "application/json", body: JSON.stringify(value) });
  const [path] = url.split("?");
  if (path.endsWith("/v1/traces")) {
    const isJson = (headers["content-type"] ?? "").includes("json");
    return isJson ? json({}) : { type: "application/x-protobuf", body: "" };
  }
  if (path.endsWith("/apikey/login")) {
    const base = `http://127.0.0.1:${port}`;
    return json({ org_info: [{ id: "o", name: "bench", api_url: base, proxy_url: base }] });
  }
  if (path.endsWith("/v1/runs")) return json({ run_id: "11111111-1111-4111-8111-111111111111" });
  if (path.endsWith("/project/register")) return json({ project: { id: "p", name: "bench" } });
  if (path.endsWith("/info") && method === "GET") {
    return json({ version: "0.10.0", batch_ingest_config: { use_multipart_endpoint: true } });
  }
  const dataset = /\/v1\/datasets\/cases-(\d+)(\/examples)?$/.exec(path);
  if (dataset !== null) return json({ data: phoenixDataset(Number(dataset[1])) });
  if (path.endsWith("/sessions"))
    return json(method === "GET" ? [langSmithProject] : langSmithProject);
  return json({});
}

/** A dataset of as many examples as its name says. */
function phoenixDataset(count) {
  const at = new Date().toISOString();
  const examples = Array.from({ length: count }, (_, n) => ({
    id: `example-${n}`,
    input: { n },
    output: { answer: `answer to marker-${n}` },
    metadata: {},
    updated_at: at,
  }));
  return { id: `cases-${count}`, dataset_id: "d", name: "cases", version_id: "v", examples };
}

const langSmithProject = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "bench",
  tenant_id: "33333333-3333-4333-8333-333333333333",
  reference_dataset_id: "44444444-4444-4444-8444-444444444444",
  start_time: "2026-11-21T00:00:00Z",
};

const spanIdKey = Buffer.from('"spanId":');

function readOtlp(body, contentType, withRecords) {
  if (!contentType.includes("json")) return readProtobuf(body, withRecords);
  if (!withRecords) return { spans: countOf(spanIdKey, body), records: [] };
  const spans = JSON.parse(body.toString()).resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap((scope) => scope.spans),
  );
  return { spans: spans.length, records: spans.map(toJsonRecord) };
}

function toJsonRecord(span) {
  return { id: span.spanId, parentId: span.parentSpanId, text: JSON.stringify(span) };
}

/** Quotes within strings are escaped: what is found is a key. */
function countOf(needle, body) {
  let count = 0;
  for (let at = body.indexOf(needle); at >= 0; at = body.indexOf(needle, at + needle.length))
    count++;
  return count;
}

/** `ExportTraceServiceRequest.resource_spans(1).scope_spans(2).spans(2)`. */
function readProtobuf(body, withRecords) {
  const spans = messages(body, 1)
    .flatMap((resourceSpans) => messages(resourceSpans, 2))
    .flatMap((scopeSpans) => messages(scopeSpans, 2));
  return { spans: spans.length, records: withRecords ? spans.map(toProtobufRecord) : [] };
}

/** `Span.span_id(2)` and `parent_span_id(4)`, which come before all fields of other wire types. */
function toProtobufRecord(span) {
  const [id] = messages(span, 2, 4);
  const [parentId] = messages(span, 4, 4);
  return {
    id: id?.toString("hex"),
    parentId: parentId?.toString("hex"),
    text: span.toString("latin1"),
  };
}

/** The messages in field `wanted`, read up to field `last`. All fields on the way to a span are length-delimited. */
function messages(message, wanted, last = Infinity) {
  const found = [];
  let position = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = message[position++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (position < message.length) {
    const tag = varint();
    if (tag >>> 3 > last) break;
    if ((tag & 7) !== 2)
      throw new Error(`Expected only nested messages, got wire type ${tag & 7}.`);
    const length = varint();
    if (tag >>> 3 === wanted) found.push(message.subarray(position, position + length));
    position += length;
  }
  return found;
}

/** A span is sent when it starts and merged when it ends: only the end counts. */
function readBraintrust(body) {
  const { rows } = JSON.parse(body.toString());
  return {
    spans: rows.filter((row) => row.metrics?.end !== undefined).length,
    records: rows.map((row) => ({
      id: row.span_id ?? row.id,
      parentId: row.span_parents?.[0],
      text: JSON.stringify(row),
    })),
  };
}

/** Parts are named `post.<id>`, `post.<id>.inputs`, `patch.<id>` …; a run with `end_time` is over. */
function readLangSmith(body, contentType) {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  const records =
    boundary === undefined
      ? langSmithRuns(body)
      : langSmithParts(body.toString("latin1"), boundary);
  return { spans: records.filter(({ text }) => text.includes('"end_time":')).length, records };
}

function langSmithRuns(body) {
  const { post = [], patch = [] } = JSON.parse(body.toString());
  return [...post, ...patch].map((run) => ({
    id: run.id,
    parentId: run.parent_run_id ?? undefined,
    text: JSON.stringify(run),
  }));
}

function langSmithParts(text, boundary) {
  const runs = new Map();
  for (const part of text.split(`--${boundary}`)) {
    const id = /name="(?:post|patch)\.([0-9a-f-]{36})/.exec(part)?.[1];
    if (id !== undefined) runs.set(id, (runs.get(id) ?? "") + part);
  }
  return [...runs].map(([id, parts]) => ({
    id,
    parentId: /"parent_run_id":"([0-9a-f-]{36})"/.exec(parts)?.[1],
    text: parts,
  }));
}
