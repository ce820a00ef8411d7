const baseNs = 1_780_000_000_000_000_000n;
const timeKeys = /^(start|end|observed)?[tT]imeUnixNano$/;
const idDigits = { traceId: 32, spanId: 16, parentSpanId: 16 };
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The same requests with ids that count up, times that say only the order, and no trace of the machine. */
export function normaliseRecording({ traces, logs }, replacements) {
  const times = [...collectTimes([traces, logs], new Set())].sort((a, b) => (a < b ? -1 : 1));
  const state = {
    ranks: new Map(times.map((time, index) => [time, index])),
    ids: new Map(),
    uuids: new Map(),
    replacements: Object.entries(replacements),
  };
  return { traces: walk(traces, "", state), logs: walk(logs, "", state) };
}

function collectTimes(value, times) {
  if (Array.isArray(value)) for (const item of value) collectTimes(item, times);
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (timeKeys.test(key)) times.add(BigInt(item));
      else collectTimes(item, times);
    }
  }
  return times;
}

function walk(value, key, state) {
  if (timeKeys.test(key)) {
    const rank = state.ranks.get(BigInt(value));
    return rank === undefined || BigInt(value) === 0n
      ? "0"
      : String(baseNs + BigInt(rank) * 1_000_000n);
  }
  if (key in idDigits && typeof value === "string" && value !== "") {
    return numbered(state.ids, value, idDigits[key]);
  }
  if (Array.isArray(value)) return value.map((item) => walk(item, "", state));
  if (typeof value === "string") return clean(value, state);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, walk(item, name, state)]),
  );
}

function clean(text, { replacements, uuids }) {
  let cleaned = text;
  for (const [from, to] of replacements) cleaned = cleaned.replaceAll(from, to);
  return cleaned
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:8080")
    .replaceAll(uuid, (id) => `00000000-0000-4000-8000-${numbered(uuids, id, 12)}`);
}

function numbered(known, id, digits) {
  if (!known.has(id)) known.set(id, (known.size + 1).toString(16));
  return known.get(id).padStart(digits, "0");
}
