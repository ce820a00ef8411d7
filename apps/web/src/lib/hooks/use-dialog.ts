import { useRef, useState, type RefObject } from "react";

/** A modal dialog whose content is made anew each time it opens. */
export interface DialogState {
  readonly ref: RefObject<HTMLDialogElement | null>;
  /** Which opening this is, from 1; undefined while it is closed. */
  readonly opening: number | undefined;
  readonly open: () => void;
  /** Closes it if that opening is still the present one. */
  readonly close: (opening: number) => void;
  /** For the dialog's `close` event. */
  readonly onClose: () => void;
}

export function useDialog(): DialogState {
  const ref = useRef<HTMLDialogElement>(null);
  const last = useRef(0);
  const [opening, setOpening] = useState<number>();
  return {
    ref,
    opening,
    open: () => {
      last.current += 1;
      setOpening(last.current);
      ref.current?.showModal();
    },
    close: (which) => {
      if (which === last.current) ref.current?.close();
    },
    // The event comes a task after what caused it: the dialog may be open again.
    onClose: () => {
      if (ref.current?.open !== true) setOpening(undefined);
    },
  };
}
