import { filterOperators, takesValue, type EventFilter } from "@honeyhive/contract";
import { ListFilter } from "lucide-react";
import { useState, type ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";

/** A button that opens a small form in its place: a field, an operator, and a value. */
export function AddFilter(props: {
  /** Offered while typing; any other field of an event will do. */
  readonly fields: readonly string[];
  readonly onAdd: (filter: EventFilter) => void;
}): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  if (!isOpen) {
    return (
      <Button look="quiet" onClick={() => setIsOpen(true)}>
        <ListFilter aria-hidden="true" className="size-3.5" />
        Filter
      </Button>
    );
  }
  const close = (): void => setIsOpen(false);
  const add = (filter: EventFilter): void => {
    close();
    props.onAdd(filter);
  };
  return <FilterForm fields={props.fields} onAdd={add} onClose={close} />;
}

function FilterForm(props: {
  readonly fields: readonly string[];
  readonly onAdd: (filter: EventFilter) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [field, setField] = useState("");
  const [operator, setOperator] = useState<EventFilter["operator"]>("is");
  const [value, setValue] = useState("");
  const asksValue = takesValue(operator);
  return (
    <form
      aria-label="Filter"
      className="flex flex-wrap items-center gap-1"
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const name = field.trim();
        props.onAdd(asksValue ? { field: name, operator, value } : { field: name, operator });
      }}
    >
      <FieldInput fields={props.fields} value={field} onChange={setField} />
      <select
        aria-label="Operator"
        value={operator}
        onChange={({ target }) => setOperator(filterOperators[target.selectedIndex] ?? "is")}
        className={inputClass}
      >
        {filterOperators.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      {asksValue && (
        <input
          aria-label="Value"
          required
          value={value}
          onChange={(event) => setValue(event.target.value)}
          className={`${inputClass} w-40`}
        />
      )}
      <button type="submit" className={buttonClass("accent")}>
        Add
      </button>
      <Button onClick={props.onClose}>Cancel</Button>
    </form>
  );
}

function FieldInput(props: {
  readonly fields: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <>
      <input
        aria-label="Field"
        placeholder="metadata.customer"
        required
        pattern=".*\S.*"
        title="A field of a session, such as metadata.customer"
        autoFocus
        autoComplete="off"
        list="session-fields"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        className={`${inputClass} w-48`}
      />
      <datalist id="session-fields">
        {props.fields.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

const inputClass =
  "h-7 rounded-md border border-line-strong bg-surface px-2 placeholder:text-faint";
