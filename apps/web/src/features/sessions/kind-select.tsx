import type { ReactNode } from "react";

import type { ViewProps } from "../../lib/address/view-props.js";
import { listedKindNames, listedKinds, parseListedKind } from "./model/listed-kind.js";
import type { SessionsSearch } from "./search.js";

/** Sessions, or the spans in them. */
export function KindSelect({ search, onSearchChange }: ViewProps<SessionsSearch>): ReactNode {
  return (
    <select
      aria-label="List"
      value={parseListedKind(search.kind)}
      onChange={({ target }) => {
        const kind = target.value === "session" ? undefined : target.value;
        void onSearchChange({ kind, row: undefined });
      }}
      className="h-7 rounded-md border border-line-strong bg-surface px-1.5"
    >
      {listedKindNames.map((name) => (
        <option key={name} value={name}>
          {listedKinds[name].label}
        </option>
      ))}
    </select>
  );
}
