import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { useDialog } from "../../lib/hooks/use-dialog.js";
import { Button, type ButtonLook } from "../button.js";
import { Dialog } from "./dialog.js";

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
  const dialog = useDialog();
  return (
    <>
      <Button look={look} onClick={dialog.open}>
        {Icon !== undefined && <Icon aria-hidden="true" className="size-3.5" />}
        {text}
      </Button>
      <Dialog state={dialog} label={label} className="m-auto p-4">
        {props.children}
      </Dialog>
    </>
  );
}
