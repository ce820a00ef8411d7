import { ApiError } from "@honeyhive/contract";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { watchReturn } from "./watch-return.js";

/** A page that asks one thing, of a server that is away until it is told otherwise. */
function openPage(away: Error): {
  readonly answers: () => unknown;
  readonly asked: () => number;
  readonly settle: () => void;
  readonly cache: QueryClient;
  readonly isThere: () => Promise<boolean>;
} {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  let isBack = false;
  let asked = 0;
  const observer = new QueryObserver(cache, {
    queryKey: ["run"],
    queryFn: () => {
      asked++;
      return isBack ? Promise.resolve("run") : Promise.reject(away);
    },
  });
  observer.subscribe(() => undefined);
  return {
    cache,
    answers: () => observer.getCurrentResult().data,
    asked: () => asked,
    settle: () => (isBack = true),
    isThere: () => Promise.resolve(isBack),
  };
}

test.each([
  ["no answer", new Error("The server does not answer.")],
  ["a gateway's answer", new ApiError(502, "UNKNOWN", "Bad Gateway")],
])("asks again for what got %s once the server is back, not before", async (_, away) => {
  const page = openPage(away);
  const looks: boolean[] = [];
  const isThere = async (): Promise<boolean> => {
    const isBack = await page.isThere();
    looks.push(isBack);
    if (looks.length === 3) page.settle();
    return isBack;
  };
  const end = watchReturn(page.cache, { isThere, intervalMs: 1 });
  await expect.poll(page.answers).toBe("run");
  end();
  expect(looks).toEqual([false, false, false, true]);
  expect(page.asked()).toBe(2);
});

test("leaves alone what the server refused", async () => {
  const page = openPage(new ApiError(404, "NOT_FOUND", "no such run"));
  let looks = 0;
  const isThere = (): Promise<boolean> => {
    looks++;
    return page.isThere();
  };
  const end = watchReturn(page.cache, { isThere, intervalMs: 1 });
  await page.cache.refetchQueries();
  await page.cache.refetchQueries();
  end();
  expect(looks).toBe(0);
});
