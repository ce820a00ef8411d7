import { useId, type ReactNode } from "react";

export const fieldClass =
  "h-8 rounded-md border border-line-strong bg-surface px-2 placeholder:text-faint";

/** One line of text in a form, with what it may be offered while typing. */
export function TextField(props: {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "number";
  /** Of a number that need not be whole. */
  readonly step?: "any";
  readonly isRequired?: boolean;
  readonly example?: string;
  readonly defaultValue?: string | undefined;
  readonly suggestions?: readonly string[] | undefined;
}): ReactNode {
  const listId = useId();
  const { suggestions } = props;
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-muted">{props.label}</span>
      <input
        name={props.name}
        type={props.type ?? "text"}
        step={props.step}
        required={props.isRequired}
        placeholder={props.example}
        defaultValue={props.defaultValue}
        list={suggestions && listId}
        autoComplete="off"
        className={fieldClass}
      />
      {suggestions !== undefined && (
        <datalist id={listId}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </label>
  );
}
