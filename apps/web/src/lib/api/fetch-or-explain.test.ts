import { expect, test } from "vitest";

import { fetchOrExplain } from "./fetch-or-explain.js";

/** Nothing listens there, and nobody may without being root. */
const nobody = "http://127.0.0.1:1/";
const request = { method: "GET", headers: {} };

test("says in words what browsers say of a server that is gone, and keeps what they said", async () => {
  const failure = fetchOrExplain(nobody, request);
  await expect(failure).rejects.toThrow("The server does not answer.");
  await expect(failure).rejects.toMatchObject({ cause: expect.any(TypeError) });
});

test("leaves alone what was given up", async () => {
  const failure = fetchOrExplain(nobody, { ...request, signal: AbortSignal.abort() });
  await expect(failure).rejects.toMatchObject({ name: "AbortError" });
});
