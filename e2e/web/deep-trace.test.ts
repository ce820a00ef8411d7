import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";
import { sendSpans } from "./otlp.js";

const sessionId = "0000bbbb-0000-4000-8000-000000000001";
const depth = 30;
let app: App;

beforeAll(async () => {
  app = await openApp();
  const spanId = (place: number): string => String(place).padStart(16, "0");
  const startMs = Date.now() - 60_000;
  await sendSpans(
    app,
    Array.from({ length: depth }, (_, index) => ({
      traceId: "b".repeat(32),
      spanId: spanId(index + 1),
      ...(index === 0 ? {} : { parentSpanId: spanId(index) }),
      name: `chat ${index}`,
      startMs: startMs + index,
      endMs: startMs + 1000,
      attributes: {
        "honeyhive.session_id": sessionId,
        ...(index === 0 ? { "honeyhive_inputs.question": "Where is my parcel?" } : {}),
        honeyhive_event_type: "model",
        "honeyhive_metadata.prompt_tokens": 1900,
        "honeyhive_metadata.completion_tokens": 10,
        "honeyhive_metadata.cost": 0.25,
      },
    })),
  );
});

afterAll(() => app[Symbol.asyncDispose]());

test("shows the names of spans that lie deep, and what the others used", async () => {
  const page = await app.open(`/sessions/${sessionId}`, { height: 1400 });
  const last = page.getByRole("treeitem").filter({ hasText: `chat ${depth - 1}` });
  await last.waitFor();
  const name = await last.getByTitle(`chat ${depth - 1}`).boundingBox();
  expect(name?.width).toBeGreaterThan(30);
  expect(await last.getByTitle("1910 tokens").isVisible()).toBe(false);
  const first = page.getByRole("treeitem").filter({ hasText: "chat 0" });
  expect(await first.getByTitle("1910 tokens").isVisible()).toBe(true);
});

test("tells of a session that says nothing itself what its spans say", async () => {
  const page = await app.open(`/sessions/${sessionId}?event=${sessionId}`);
  const detail = page.getByRole("region", { name: "Selected span" });
  await detail.getByText("Inputs of chat 0").first().waitFor();
  await detail.getByText("Where is my parcel?").waitFor();
  expect(app.complaints).toEqual([]);
});
