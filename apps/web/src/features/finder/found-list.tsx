import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Time } from "../../components/value/time.js";
import { FoundLink, type OptionProps } from "./found-link.js";
import type { Found } from "./model/found.js";

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** What was found, and below it the list of sessions, which finds them by name. Nothing without a text. */
export function FoundList(props: {
  readonly id: string;
  readonly text: string;
  readonly found: readonly Found[];
  readonly active: number;
  readonly onOpen: () => void;
}): ReactNode {
  const { id, text, found } = props;
  const option = (index: number): OptionProps => ({
    id: optionId(id, index),
    role: "option",
    "aria-selected": index === props.active,
    tabIndex: -1,
    onClick: props.onOpen,
    className:
      "flex items-center gap-3 rounded-md px-2 py-1.5 hover:bg-sunken aria-selected:bg-honey-soft",
  });
  return (
    <div id={id} role="listbox" aria-label="Found" className="min-h-0 overflow-y-auto">
      {found.map((one, index) => (
        <FoundLink key={`${one.kind} ${one.id}`} target={one.target} option={option(index)}>
          <Kind>{one.kind}</Kind>
          <span dir="auto" title={one.id} className="min-w-0 flex-1 truncate">
            {one.name === "" ? one.id : one.name}
          </span>
          <span className="shrink-0 text-xs text-muted">
            <Time at={one.at} />
          </span>
        </FoundLink>
      ))}
      {text !== "" && (
        <Link to="/sessions" search={{ q: text }} {...option(found.length)}>
          <Kind>Sessions</Kind>
          <span className="min-w-0 flex-1 truncate">whose name contains “{text}”</span>
        </Link>
      )}
    </div>
  );
}

function Kind({ children }: { readonly children: string }): ReactNode {
  return <span className="w-16 shrink-0 text-xs text-muted">{children}</span>;
}
