import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { ReactNode } from "react";

/** Deletes something that can be made again with a few clicks; says in its title why it could not. */
export function RemoveButton(props: {
  readonly label: string;
  readonly onRemove: () => Promise<unknown>;
  /** Of what is no longer true afterwards. */
  readonly queryKey: readonly unknown[];
}): ReactNode {
  const cache = useQueryClient();
  const { error, isPending, mutate } = useMutation({
    mutationFn: props.onRemove,
    onSuccess: () => cache.invalidateQueries({ queryKey: props.queryKey }),
  });
  return (
    <button
      type="button"
      title={error === null ? props.label : error.message}
      disabled={isPending}
      onClick={() => mutate()}
      className={`rounded p-1 hover:bg-sunken hover:text-ink ${error === null ? "text-faint" : "text-bad"}`}
    >
      <X aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{props.label}</span>
    </button>
  );
}
