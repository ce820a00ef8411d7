import type { ReactNode } from "react";

import { Button, buttonClass } from "../button.js";

/** How a form ends: what went wrong, the button that sends it, and the one that gives up. */
export function FormButtons(props: {
  readonly submit: string;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly onCancel: () => void;
  /** Further buttons. */
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <>
      {props.error !== null && (
        <p role="alert" className="text-bad">
          {props.error.message}
        </p>
      )}
      <div className="flex gap-2">
        <button type="submit" disabled={props.isPending} className={buttonClass("accent")}>
          {props.submit}
        </button>
        <Button onClick={props.onCancel}>Cancel</Button>
        {props.children}
      </div>
    </>
  );
}
