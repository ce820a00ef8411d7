import { expect, test } from "vitest";

import { StoreError } from "../../store/store-error.js";
import { toHttpError } from "./to-http-error.js";

test("says what to ask instead of a question that takes too long, and nothing of the engine", () => {
  const engine = "Code: 159. DB::Exception: Timeout exceeded: elapsed 30012 ms. (TIMEOUT_EXCEEDED)";
  const { status, code, message, headers } = toHttpError(new StoreError("QUERY_TIMEOUT", engine));
  expect({ status, code, headers }).toEqual({ status: 503, code: "QUERY_TIMEOUT", headers: {} });
  expect(message).toMatch(/^Expected .* shorter time range/);
  expect(message).not.toMatch(/DB::Exception/);
});
