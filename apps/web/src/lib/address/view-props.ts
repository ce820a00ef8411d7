/** What every page gets: its view state, and how to change some of it. */
export interface ViewProps<Search> {
  readonly search: Search;
  readonly onSearchChange: (patch: Search) => Promise<void>;
}
