import { fireEvent } from "@testing-library/react";

/** Presses keys one after the other on an element. */
export function press(element: Element, ...keys: readonly string[]): void {
  for (const key of keys) fireEvent.keyDown(element, { key });
}
