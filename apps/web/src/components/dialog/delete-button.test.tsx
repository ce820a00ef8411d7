// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { DeleteButton } from "./delete-button.js";

afterEach(cleanup);

const queryKey = ["datasets"];

/** A deletion that its user has confirmed, and that the server has yet to answer. */
function startDeletion(): {
  readonly answer: () => Promise<void>;
  readonly leave: () => void;
  readonly went: string[];
} {
  const client = new QueryClient();
  client.setQueryData(queryKey, ["capitals"]);
  const went: string[] = [];
  let answered = (): void => {};
  const page = render(
    <QueryClientProvider client={client}>
      <DeleteButton
        title="the dataset capitals"
        onDelete={() => new Promise<void>((resolve) => (answered = resolve))}
        onDeleted={() => void went.push("to the list")}
        queryKey={queryKey}
      >
        <p>For everybody.</p>
      </DeleteButton>
    </QueryClientProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  fireEvent.click(screen.getAllByRole("button", { name: "Delete" })[1] ?? page.container);
  const answer = async (): Promise<void> => {
    answered();
    await waitFor(() => expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true));
  };
  return { answer, leave: page.unmount, went };
}

test("leaves the page of what is no more", async () => {
  const { answer, went } = startDeletion();
  await screen.findByRole("dialog");
  await answer();
  expect(went).toEqual(["to the list"]);
});

test("stays wherever its user has gone before the answer came", async () => {
  const { answer, leave, went } = startDeletion();
  await screen.findByRole("dialog");
  leave();
  await answer();
  expect(went).toEqual([]);
});
