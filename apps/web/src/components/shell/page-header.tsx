import type { ReactNode } from "react";

/** Title line of a page, with actions on the right; also names the browser tab. */
export function PageHeader(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <title>{`${props.title} · HoneyHive`}</title>
      <h1 title={props.title} className="min-w-0 truncate text-lg leading-7 font-semibold">
        {props.title}
      </h1>
      {props.children}
      {props.actions !== undefined && (
        <div className="ml-auto flex flex-wrap gap-2">{props.actions}</div>
      )}
    </div>
  );
}
