import type { ReactNode } from "react";

import { JsonView } from "./json-view.js";
import { TextView } from "./text-view.js";

/** Above this many entries an object is read better as JSON than entry by entry. */
const maxEntries = 12;

/** Text as text, an object entry by entry, lists and what is nested as JSON. */
export function ValueView({ value }: { readonly value: unknown }): ReactNode {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return <EntryView value={value} />;
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  if (entries.length === 0) return <Nothing>none</Nothing>;
  if (entries.length > maxEntries) return <JsonView value={value} />;
  return (
    <dl className="flex flex-col gap-2">
      {entries.map(([key, item]) => (
        <div key={key}>
          <dt className="text-xs wrap-anywhere text-faint">{key}</dt>
          <dd>
            <EntryView value={item} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function EntryView({ value }: { readonly value: unknown }): ReactNode {
  if (value === undefined || value === null) return <Nothing>none</Nothing>;
  if (typeof value === "string") return <TextView text={value} />;
  if (typeof value === "object") return <JsonView value={value} />;
  return <p className="font-mono text-xs">{JSON.stringify(value)}</p>;
}

function Nothing(props: { readonly children: string }): ReactNode {
  return <p className="text-faint">{props.children}</p>;
}
