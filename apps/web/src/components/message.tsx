import type { ReactNode } from "react";

/** What stands in the place of content: nothing yet, nothing found, something wrong. */
export function Message(props: {
  readonly title: string;
  readonly role?: "alert" | "status";
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div
      role={props.role}
      className="mx-auto flex w-full max-w-2xl flex-col items-start gap-3 px-4 py-10"
    >
      <h2 className="text-base font-semibold">{props.title}</h2>
      {props.children}
    </div>
  );
}
