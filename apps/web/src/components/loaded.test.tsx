// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import { Loaded } from "./loaded.js";

afterEach(cleanup);

function Page({ read }: { readonly read: () => Promise<string> }): ReactNode {
  const query = useQuery({ queryKey: ["page"], queryFn: read, retry: false });
  return (
    <Loaded query={query} label="sessions">
      {(text) => <p>{text}</p>}
    </Loaded>
  );
}

test("keeps what was read when the server is gone, says since when, and reads again when asked to", async () => {
  const client = new QueryClient();
  const answers = [
    () => Promise.resolve("first"),
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => Promise.resolve("second"),
  ];
  render(
    <QueryClientProvider client={client}>
      <Page read={() => answers.shift()?.() ?? Promise.reject(new Error("asked too often"))} />
    </QueryClientProvider>,
  );
  await screen.findByText("first");
  void client.refetchQueries();
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain(
    "The server does not answer. What is shown was read just now.",
  );
  expect(screen.getByText("first")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("second");
  expect(screen.queryByRole("alert")).toBeNull();
});
