/** What is typed, selected, opened or ticked: an address has it, so that it can be shared, but nobody goes back to it. */
const passing: ReadonlySet<string> = new Set([
  "q",
  "name",
  "event",
  "oldEvent",
  "newEvent",
  "case",
  "datapoint",
  "open",
  "row",
  "select",
  "tab",
]);

interface SearchChange<Search> {
  readonly search: (previous: Search) => Search;
  readonly replace: boolean;
}

/** How a page changes its address: what narrows or sorts is a step that the browser's Back undoes. */
export function changeSearch<Search extends object>(
  navigate: (change: SearchChange<Search>) => Promise<void>,
): (patch: Search) => Promise<void> {
  return (patch) =>
    navigate({
      search: (previous) => ({ ...previous, ...patch }),
      replace: Object.keys(patch).every((key) => passing.has(key)),
    });
}
