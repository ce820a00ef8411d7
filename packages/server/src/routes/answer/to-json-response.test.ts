import { expect, test } from "vitest";

import { toJsonResponse, writePieces } from "./to-json-response.js";

const items = Array.from({ length: 501 }, (_, index) => ({ index, text: "é".repeat(500) }));

test.each([
  {},
  { a: 1, left: undefined, b: [1, undefined, null], c: { d: [] } },
  { events: items, 'a "name"': items.slice(0, 1), empty: [], last: "x" },
])("writes in pieces what would be written at once", (answer) => {
  expect([...writePieces(answer)].join("")).toBe(JSON.stringify(answer));
});

test("writes long answers piece by piece, while they are read", async () => {
  const response = toJsonResponse({ items }, 200);
  expect(response.headers.get("content-type")).toBe("application/json");
  let chunks = 0;
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    chunks += 1;
    text += decoder.decode(chunk, { stream: true });
  }
  expect(chunks).toBeGreaterThan(3);
  expect(JSON.parse(text)).toEqual({ items });
});

test.each([{ answer: items }, { answer: { items: items.slice(0, 3) } }, { answer: null }])(
  "writes answers that have no long list as a whole",
  async ({ answer }) => {
    const response = toJsonResponse(answer, 201);
    expect(response.status).toBe(201);
    expect(await response.text()).toBe(JSON.stringify(answer));
  },
);
