import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { fieldClass } from "../../components/form/text-field.js";
import { configurationField, type TemplateMessage } from "./model/configuration-draft.js";

const roles = ["system", "user", "assistant"];

/** A key for each, so that one that is left out takes its own text with it. */
export type KeyedMessage = TemplateMessage & { readonly key: number };

/** The messages of a prompt, to be changed, added and left out. */
export function TemplateFields(props: {
  readonly messages: readonly KeyedMessage[];
  readonly onChange: (messages: readonly KeyedMessage[]) => void;
}): ReactNode {
  const { messages, onChange } = props;
  const add = (): void => {
    const key = Math.max(-1, ...messages.map((message) => message.key)) + 1;
    onChange([...messages, { key, role: "user", content: "" }]);
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-xs text-muted">
        Messages; what stands in {"{{…}}"} is filled in by the program
      </legend>
      {messages.map((message, place) => (
        <div key={message.key} className="flex items-start gap-2">
          <input
            name={configurationField.role}
            aria-label={`Role of message ${place + 1}`}
            required
            defaultValue={message.role}
            list="prompt-roles"
            className={`${fieldClass} w-24 shrink-0`}
          />
          <textarea
            name={configurationField.content}
            aria-label={`Text of message ${place + 1}`}
            value={message.content}
            onChange={({ target }) =>
              onChange(messages.with(place, { ...message, content: target.value }))
            }
            rows={3}
            className="min-w-0 flex-1 rounded-md border border-line-strong bg-surface p-2"
          />
          <button
            type="button"
            title={`Leave out message ${place + 1}`}
            onClick={() => onChange(messages.filter(({ key }) => key !== message.key))}
            className="rounded p-1 text-faint hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-3.5" />
            <span className="sr-only">Leave out message {place + 1}</span>
          </button>
        </div>
      ))}
      <datalist id="prompt-roles">
        {roles.map((role) => (
          <option key={role} value={role} />
        ))}
      </datalist>
      <div>
        <Button look="quiet" onClick={add}>
          <Plus aria-hidden="true" className="size-3.5" />
          Add message
        </Button>
      </div>
    </fieldset>
  );
}
