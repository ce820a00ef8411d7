import { useState, type ReactNode } from "react";

import { formatCount } from "../../lib/text/format-number.js";

/** Text of which only the first `limit` characters are shown until more is asked for. */
export function Clamped(props: { readonly text: string; readonly limit: number }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const { text, limit } = props;
  if (isOpen || text.length <= limit) return text;
  return (
    <>
      {text.slice(0, limit)}…{" "}
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="rounded border border-line-strong px-1.5 font-sans text-xs text-ink hover:bg-sunken"
      >
        Show all {formatCount(text.length)} characters
      </button>
    </>
  );
}
