import { afterAll, beforeAll, expect, test } from "vitest";

import type { SeedServer } from "../web/seed.js";
import { openStores, type Stores } from "./open-stores.js";
import { questions, type Question } from "./questions.js";
import { seedStore } from "./seed-store.js";

let stores: Stores;

beforeAll(async () => {
  stores = await openStores();
  await Promise.all([stores.embedded, stores.listener, stores.cluster].map(seedStore));
});

afterAll(() => stores[Symbol.asyncDispose]());

test.each(questions.map((question) => ({ question })))(
  "every store answers $question.0 $question.1 $question.2 alike",
  async ({ question }) => {
    const [embedded, listener, cluster] = await Promise.all(
      [stores.embedded, stores.listener, stores.cluster].map((server) => ask(server, question)),
    );
    expect(embedded?.status).toBe(question[3] ?? 200);
    // A filter that finds nothing shows nothing.
    expect(embedded?.answer).not.toHaveProperty("totalEvents", 0);
    expect(listener).toEqual(embedded);
    expect(cluster).toEqual(embedded);
  },
);

test("the rows are on both shards", async () => {
  const counts = await Promise.all(
    stores.shards.nodes.map((node) => node.ask("SELECT count() FROM events_local", "honeyhive")),
  );
  for (const count of counts) expect(Number(count)).toBeGreaterThan(20);
});

interface Answer {
  readonly status: number;
  readonly answer: unknown;
}

async function ask({ url, apiKey }: SeedServer, question: Question): Promise<Answer> {
  const [method, path, body] = question;
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: normalise(await response.text()) };
}

/** Without what each server makes up: times of changes, and ids of datasets and datapoints. */
function normalise(text: string): unknown {
  const ids = new Map<string, string>();
  const nameOf = (id: string): string => {
    if (!ids.has(id)) ids.set(id, `id-${ids.size}`);
    return ids.get(id) ?? "";
  };
  const named = text.replaceAll(/\b[0-9a-f]{24}\b/g, nameOf);
  return JSON.parse(named, (key, value: unknown) =>
    /^(created|updated)_?at$/i.test(key) ? "a time" : value,
  );
}
