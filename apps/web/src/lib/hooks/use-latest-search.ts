import { useRouter } from "@tanstack/react-router";

/**
 * Tells, whenever it is asked, what the address says of a page's view. That may be ahead of what is shown, which follows
 * once it is drawn: what a key or a click changes relative to what was, it changes relative to this.
 */
export function useLatestSearch<Search>(
  parse: (search: Readonly<Record<string, unknown>>) => Search,
): () => Search {
  const router = useRouter();
  return () => parse(router.latestLocation.search);
}
