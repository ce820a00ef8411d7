import type { ReactNode } from "react";

import { Clamped } from "./clamped.js";
import { JsonView } from "./json-view.js";

/** Text as text, an object whose only value is text as that text under its key, the rest as JSON. */
export function ValueView({ value }: { readonly value: unknown }): ReactNode {
  if (value === undefined || value === null) return <p className="text-faint">none</p>;
  if (typeof value === "string") return <TextView text={value} />;
  if (typeof value !== "object") {
    return <p className="font-mono text-xs">{JSON.stringify(value)}</p>;
  }
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  if (entries.length === 0) return <p className="text-faint">none</p>;
  const isTextual = !Array.isArray(value) && entries.every(([, item]) => typeof item === "string");
  if (!isTextual || entries.length > 8) return <JsonView value={value} />;
  return (
    <dl className="flex flex-col gap-2">
      {entries.map(([key, item]) => (
        <div key={key}>
          <dt className="text-xs text-faint">{key}</dt>
          <dd>{typeof item === "string" && <TextView text={item} />}</dd>
        </div>
      ))}
    </dl>
  );
}

export function TextView({ text }: { readonly text: string }): ReactNode {
  if (text === "") return <p className="text-faint">empty text</p>;
  return (
    <p className="break-words whitespace-pre-wrap">
      <Clamped text={text} limit={4_000} />
    </p>
  );
}
