import { X } from "lucide-react";
import type { ReactNode } from "react";

/** What a list shows beside it of the row that is open; Esc closes it. */
export function DetailPanel(props: {
  readonly label: string;
  readonly title: string;
  /** Stands between title and close button. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section
      aria-label={`Selected ${props.label}`}
      tabIndex={0}
      onKeyDown={(event) => {
        // One that closes a dialog is meant for it alone.
        const isOfDialog =
          event.target instanceof Element && event.target.closest("dialog") !== null;
        if (event.key === "Escape" && !isOfDialog) props.onClose();
      }}
      className="flex min-h-72 min-w-0 flex-col gap-3 overflow-y-auto rounded-lg border border-line bg-surface p-3 lg:w-1/2"
    >
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 truncate font-mono text-xs">{props.title}</h2>
        <div className="ml-auto flex shrink-0 items-center gap-2">
          {props.actions}
          <button
            type="button"
            onClick={props.onClose}
            title="Close (Esc)"
            className="rounded p-1 text-muted hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
            <span className="sr-only">Close the {props.label}</span>
          </button>
        </div>
      </div>
      {props.children}
    </section>
  );
}
