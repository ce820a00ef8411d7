// @vitest-environment happy-dom
import { cleanup, render } from "@testing-library/react";
import { useLayoutEffect, type ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import { useHotkeys } from "./use-hotkeys.js";

afterEach(cleanup);

test("does what the page that is drawn says, however soon the key comes", () => {
  const done: string[] = [];
  function Page({ name }: { readonly name: string }): ReactNode {
    useHotkeys({ a: () => done.push(name) });
    // The page is drawn, and nothing else has happened.
    useLayoutEffect(() => {
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
    });
    return null;
  }
  const page = render(<Page name="first" />);
  page.rerender(<Page name="second" />);
  expect(done).toEqual(["first", "second"]);
});
