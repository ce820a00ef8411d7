import { Plus } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog/dialog-button.js";

export function NewButton(props: {
  readonly text: string;
  readonly children: (onClose: () => void) => ReactNode;
}): ReactNode {
  return (
    <DialogButton text={props.text} icon={Plus}>
      {props.children}
    </DialogButton>
  );
}
