/** Moves the focus to the list or tree that a page is about. */
export function focusList(): void {
  document.querySelector<HTMLElement>("[data-list]")?.focus();
}
