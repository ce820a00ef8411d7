import type { ReactNode } from "react";

/** Yes or no in a form. */
export function CheckField(props: {
  readonly name: string;
  readonly label: string;
  readonly isOn: boolean;
}): ReactNode {
  return (
    <label className="flex items-center gap-2">
      <input
        type="checkbox"
        name={props.name}
        defaultChecked={props.isOn}
        className="size-4 accent-honey-solid"
      />
      {props.label}
    </label>
  );
}
