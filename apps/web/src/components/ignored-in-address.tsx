import { useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { ignoredKeys, type IgnoredValue } from "../lib/address/ignored-values.js";
import { parseSearch } from "../lib/address/search-params.js";
import { Button } from "./button.js";

/** Says what of the address was not understood, and takes it out. */
export function IgnoredInAddress(props: {
  /** All that the page understands. */
  readonly keys: readonly string[];
  readonly ignored: readonly IgnoredValue[];
  readonly onSearchChange: (patch: Readonly<Record<string, string | undefined>>) => Promise<void>;
}): ReactNode {
  const given = useRouterState({ select: ({ location }) => location.searchStr });
  const ignored = [
    ...ignoredKeys(parseSearch(given), [...props.keys, "project"]),
    ...props.ignored,
  ];
  if (ignored.length === 0) return null;
  const takeOut = (): void =>
    void props.onSearchChange(Object.fromEntries(ignored.map(({ key, rest }) => [key, rest])));
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warn-soft px-3 py-1.5 text-warn"
    >
      <ul className="min-w-0 wrap-anywhere">
        {ignored.map(({ key, value, because }) => (
          <li key={`${key} ${value}`}>
            Ignored what the address says: <code>{`${key}=${value}`}</code> – {because}
          </li>
        ))}
      </ul>
      <Button onClick={takeOut}>Take out</Button>
    </div>
  );
}
