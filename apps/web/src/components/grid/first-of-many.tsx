import { useState, type ReactNode } from "react";

import { formatCount } from "../../lib/text/format-number.js";
import { Button } from "../button.js";

/** As many as leave room for what comes below them. */
export const firstCards = 12;

/** The first cards of a page, and a button for the others. */
export function FirstOfMany<Item>(props: {
  readonly items: readonly Item[];
  /** What all of them are: `metrics`. */
  readonly noun: string;
  /** Whether one of the others is what the page is about. */
  readonly isNeeded: (item: Item) => boolean;
  readonly className: string;
  readonly children: (item: Item) => ReactNode;
}): ReactNode {
  const { items, noun } = props;
  const [isOpen, setIsOpen] = useState(false);
  const rest = items.slice(firstCards);
  const needsRest = rest.some(props.isNeeded);
  const shown = isOpen || needsRest ? items : items.slice(0, firstCards);
  return (
    <>
      <div className={props.className}>{shown.map((item) => props.children(item))}</div>
      {rest.length > 0 && !needsRest && (
        <Button className="self-start" onClick={() => setIsOpen(!isOpen)}>
          {isOpen
            ? `Show the first ${firstCards}`
            : `Show all ${formatCount(items.length)} ${noun}`}
        </Button>
      )}
    </>
  );
}
