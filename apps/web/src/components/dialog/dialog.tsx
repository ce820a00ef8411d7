import { Fragment, type ReactNode } from "react";

import type { DialogState } from "../../lib/hooks/use-dialog.js";

/** A modal dialog over the page, with the content of its present opening. */
export function Dialog(props: {
  readonly state: DialogState;
  readonly label: string;
  /** Where on the page it is, and its padding. */
  readonly className: string;
  readonly children: (onClose: () => void) => ReactNode;
}): ReactNode {
  const { ref, opening, close, onClose } = props.state;
  return (
    <dialog
      ref={ref}
      aria-label={props.label}
      onClose={onClose}
      className={`w-[min(40rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface text-ink shadow-xl backdrop:bg-black/40 ${props.className}`}
    >
      {opening !== undefined && (
        <Fragment key={opening}>{props.children(() => close(opening))}</Fragment>
      )}
    </dialog>
  );
}
