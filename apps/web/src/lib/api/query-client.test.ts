import { onlineManager } from "@tanstack/react-query";
import { expect, onTestFinished, test } from "vitest";

import { createQueryClient } from "./query-client.js";

test("asks a server on the machine while that has no network", async () => {
  onlineManager.setOnline(false);
  onTestFinished(() => onlineManager.setOnline(true));
  const cache = createQueryClient();
  const answer = cache.fetchQuery({ queryKey: ["runs"], queryFn: () => Promise.resolve("runs") });
  const change = cache.getMutationCache().build(cache, {
    mutationFn: () => Promise.resolve("saved"),
  });
  expect(await Promise.all([answer, change.execute(undefined)])).toEqual(["runs", "saved"]);
});
