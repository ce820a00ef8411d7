import type { ReactNode } from "react";

/** What stands in the place of content: nothing yet, nothing found, something wrong. */
export function Message(props: {
  readonly title: string;
  readonly role?: "alert" | "status";
  /** It stands for a whole page and heads it. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  const Heading = props.isPage === true ? "h1" : "h2";
  return (
    <div
      role={props.role}
      className="mx-auto flex w-full max-w-3xl flex-col items-start gap-3 px-4 py-10"
    >
      <Heading className="text-base font-semibold">{props.title}</Heading>
      {props.children}
    </div>
  );
}
