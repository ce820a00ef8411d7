// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test } from "vitest";

import { useEdits, type Edits } from "./use-edits.js";

afterEach(cleanup);

let edits: Edits<string>;

function Form({ saved }: { readonly saved: string }): ReactNode {
  edits = useEdits({ start: saved, key: saved, scope: "one" });
  return (
    <form onInput={edits.onInput}>
      <input key={edits.formKey} aria-label="Text" defaultValue={edits.start} />
    </form>
  );
}

function box(): HTMLInputElement {
  return screen.getByLabelText("Text");
}

function type(text: string): void {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

test("keeps what is typed just when the edits before it are saved, before that is drawn", () => {
  const { rerender } = render(<Form saved="first" />);
  act(() => type("second"));
  act(() => edits.onSubmit());
  act(() => {
    rerender(<Form saved="second" />);
    edits.onSaved();
    type("third");
  });
  expect(box().value).toBe("third");
  expect(edits.isBehind).toBe(false);
  // What others save from then on is something else than what these edits began with.
  act(() => type("fourth"));
  rerender(<Form saved="theirs" />);
  expect(box().value).toBe("fourth");
  expect(edits.isBehind).toBe(true);
});

test("shows what is saved once nothing is typed", () => {
  const { rerender } = render(<Form saved="first" />);
  act(() => type(" second "));
  act(() => edits.onSubmit());
  rerender(<Form saved="second" />);
  act(() => edits.onSaved());
  expect(box().value).toBe("second");
  rerender(<Form saved="theirs" />);
  expect(box().value).toBe("theirs");
});
