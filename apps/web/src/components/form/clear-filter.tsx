import { X } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../button.js";

/** A filter that is on and has no switch in sight; a click clears it. */
export function ClearFilter(props: {
  readonly children: ReactNode;
  readonly onClear: () => void;
}): ReactNode {
  return (
    <Button onClick={props.onClear}>
      <span className="sr-only">Clear the filter </span>
      {props.children}
      <X aria-hidden="true" className="size-3.5" />
    </Button>
  );
}
