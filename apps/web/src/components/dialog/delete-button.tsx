import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";

import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import { Button, buttonClass } from "../button.js";
import { DialogButton } from "./dialog-button.js";

interface Deletion {
  /** What is deleted: "the dataset capitals". */
  readonly title: string;
  readonly onDelete: () => Promise<unknown>;
  /** Leaves the page of what is no more. */
  readonly onDeleted: () => Promise<unknown> | void;
  /** Of what is no longer true afterwards. */
  readonly queryKey: readonly unknown[];
  /** What else it means. */
  readonly children: ReactNode;
}

/** Deletes for good, after it has said what that means. */
export function DeleteButton(props: Deletion): ReactNode {
  const isShown = useIsShown();
  return (
    <DialogButton text="Delete" icon={Trash2} look="quiet" label={`Delete ${props.title}`}>
      {(onClose) => <Confirmation {...props} isPageShown={isShown} onClose={onClose} />}
    </DialogButton>
  );
}

function Confirmation(
  props: Deletion & {
    readonly isPageShown: () => boolean;
    readonly onClose: () => void;
  },
): ReactNode {
  const cache = useQueryClient();
  const { error, isPending, mutate } = useMutation({
    mutationFn: props.onDelete,
    onSuccess: async () => {
      if (props.isPageShown()) {
        props.onClose();
        await props.onDeleted();
      }
      await cache.invalidateQueries({ queryKey: props.queryKey });
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <h2 className="text-base font-semibold wrap-anywhere">Delete {props.title}?</h2>
      <div className="flex flex-col gap-1 text-muted">{props.children}</div>
      {error !== null && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
      <div className="flex gap-2">
        <button
          type="button"
          disabled={isPending}
          onClick={() => mutate()}
          className={buttonClass("danger")}
        >
          Delete
        </button>
        {/* Enter changes its mind. */}
        <Button autoFocus onClick={props.onClose}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
