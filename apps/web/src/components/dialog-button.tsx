import { useRef, useState, type ReactNode } from "react";

import { Button, type ButtonLook } from "./button.js";

/** A button that opens a dialog, which is made anew each time. */
export function DialogButton(props: {
  /** Of the dialog. */
  readonly label: string;
  readonly look?: ButtonLook;
  readonly button: ReactNode;
  readonly children: (onClose: () => void) => ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        look={props.look ?? "plain"}
        onClick={() => {
          setIsOpen(true);
          dialog.current?.showModal();
        }}
      >
        {props.button}
      </Button>
      <dialog
        ref={dialog}
        aria-label={props.label}
        onClose={() => setIsOpen(false)}
        className="m-auto w-[min(40rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-4 text-ink shadow-xl backdrop:bg-black/40"
      >
        {isOpen && props.children(() => dialog.current?.close())}
      </dialog>
    </>
  );
}
