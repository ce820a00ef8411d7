import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode, Ref } from "react";

import { FormButtons } from "../form/form-buttons.js";

/** A form in a dialog: its title, its fields, and what happens to them. */
export function DialogForm(props: {
  readonly ref?: Ref<HTMLFormElement>;
  readonly title: string;
  readonly submit: string;
  readonly mutation: Pick<
    UseMutationResult<unknown, Error, FormData>,
    "mutate" | "error" | "isPending"
  >;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { mutation } = props;
  return (
    <form
      ref={props.ref}
      className="flex flex-col gap-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        mutation.mutate(new FormData(submit.currentTarget));
      }}
    >
      <h2 className="text-base font-semibold">{props.title}</h2>
      {props.children}
      <FormButtons
        submit={props.submit}
        error={mutation.error}
        isPending={mutation.isPending}
        onCancel={props.onCancel}
      />
    </form>
  );
}
