import type { ReactNode } from "react";

/** Several lines of text in a form. */
export function TextArea(props: {
  readonly name: string;
  readonly label: string;
  readonly defaultValue: string;
  readonly rows: number;
  readonly isCode?: boolean;
  readonly isRequired?: boolean;
}): ReactNode {
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-muted">{props.label}</span>
      <textarea
        name={props.name}
        defaultValue={props.defaultValue}
        rows={props.rows}
        required={props.isRequired}
        spellCheck={props.isCode !== true}
        className={`rounded-md border border-line-strong p-2 ${
          props.isCode === true ? "bg-canvas font-mono text-xs" : "bg-surface"
        }`}
      />
    </label>
  );
}
