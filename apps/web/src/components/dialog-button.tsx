import type { LucideIcon } from "lucide-react";
import { useRef, useState, type ReactNode } from "react";

import { Button, type ButtonLook } from "./button.js";

/** A button that opens a dialog, which is made anew each time. */
export function DialogButton(props: {
  /** On the button. */
  readonly text: string;
  readonly icon?: LucideIcon;
  readonly look?: ButtonLook;
  /** Of the dialog. Default: the button's. */
  readonly label?: string;
  readonly children: (onClose: () => void) => ReactNode;
}): ReactNode {
  const { text, icon: Icon, look = "plain", label = text } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        look={look}
        onClick={() => {
          setIsOpen(true);
          dialog.current?.showModal();
        }}
      >
        {Icon !== undefined && <Icon aria-hidden="true" className="size-3.5" />}
        {text}
      </Button>
      <dialog
        ref={dialog}
        aria-label={label}
        onClose={() => setIsOpen(false)}
        className="m-auto w-[min(40rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-4 text-ink shadow-xl backdrop:bg-black/40"
      >
        {isOpen && props.children(() => dialog.current?.close())}
      </dialog>
    </>
  );
}
