/** Moves the focus to the list or tree that a page is about. */
export function focusList(): void {
  findList()?.focus();
}

/** Gives a key that was pressed outside of the list to the list. */
export function pressInList(key: string): void {
  const list = findList();
  // What the list itself let pass is not for it.
  if (list === null || list.contains(document.activeElement)) return;
  list.focus();
  list.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function findList(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-list]");
}
