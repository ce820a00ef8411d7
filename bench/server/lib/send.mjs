import { makeSpans, toBody } from "./events.mjs";

const mediaTypes = { json: "application/json", protobuf: "application/x-protobuf" };

function isPartial(answer, encoding) {
  return encoding === "json" ? answer.includes("rejectedSpans") : answer.length > 0;
}

/** Sends `count` events from `first` on, in batches, from several clients at a time. Refusals are sent again. */
export async function sendEvents(server, { first, count, batchSize, clients, encoding = "json" }) {
  const bodies = [];
  const latencies = [];
  let refused = 0;
  let next = first;
  const end = first + count;
  // Bodies are made ahead, a few at a time: the clients' CPU is not the server's, but it shares the machine.
  const take = () => {
    if (bodies.length > 0) return bodies.pop();
    if (next >= end) return undefined;
    const size = Math.min(batchSize, end - next);
    const body = toBody(makeSpans(next, size), encoding);
    next += size;
    return body;
  };
  const client = async () => {
    for (let body = take(); body !== undefined; body = take()) {
      const startMs = performance.now();
      const response = await fetch(`${server.url}/v1/traces`, {
        method: "POST",
        headers: { ...server.headers, "content-type": mediaTypes[encoding] },
        body,
      });
      const answer = await response.text();
      if (response.status === 429) {
        refused += 1;
        bodies.push(body);
        await new Promise((resolve) => setTimeout(resolve, 200));
        continue;
      }
      if (!response.ok || isPartial(answer, encoding)) throw new Error(answer);
      latencies.push(performance.now() - startMs);
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  return { seconds: (performance.now() - startMs) / 1000, latencies, refused };
}

export function quantile(values, share) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
