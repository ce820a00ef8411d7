import { Search } from "lucide-react";
import { useState, type ReactNode } from "react";

import { focusList } from "../../lib/focus-list.js";

/** A search field that `/` focuses; Esc clears it, then leaves it, and Enter goes on to the list. */
export function SearchBox(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Before the list gets the focus; `onChange` may not have had its effect yet. */
  readonly onEnter?: (value: string) => void;
}): ReactNode {
  // The URL owns the value but follows a moment later; while typing, the draft is what counts.
  const [draft, setDraft] = useState<string | null>(null);
  const value = draft ?? props.value;
  const change = (text: string): void => {
    setDraft(text);
    props.onChange(text);
  };
  return (
    <label className="relative flex min-w-40 flex-1 items-center sm:max-w-72">
      <span className="sr-only">{props.label}</span>
      <Search aria-hidden="true" className="absolute left-2 size-3.5 text-faint" />
      <input
        type="search"
        data-search
        value={value}
        placeholder={props.label}
        onChange={(event) => change(event.target.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            props.onEnter?.(value);
            focusList();
          }
          if (event.key !== "Escape") return;
          if (value === "") event.currentTarget.blur();
          else change("");
        }}
        className="h-7 w-full rounded-md border border-line-strong bg-surface pr-2 pl-7 placeholder:text-faint"
      />
    </label>
  );
}
