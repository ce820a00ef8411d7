import type { ReactNode } from "react";

import { buttonClass, type ButtonLook } from "../button.js";

/** How a form ends that stays where it is: what went wrong, the button that sends it, and whether it did. */
export function SaveButton(props: {
  readonly label: string;
  readonly look: ButtonLook;
  readonly save: {
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly isSuccess: boolean;
  };
}): ReactNode {
  const { error, isPending, isSuccess } = props.save;
  return (
    <>
      {error !== null && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
      <div className="flex items-center gap-3">
        <button type="submit" disabled={isPending} className={buttonClass(props.look)}>
          {props.label}
        </button>
        <span role="status" className="text-muted">
          {isSuccess && "Saved."}
        </span>
      </div>
    </>
  );
}
