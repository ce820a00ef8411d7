import { Search } from "lucide-react";
import { useEffect, useState, type ComponentType, type ReactNode } from "react";

import { Dialog } from "../components/dialog/dialog.js";
import { useDialog } from "../lib/hooks/use-dialog.js";

type Finder = ComponentType<{ readonly typed: string; readonly onClose: () => void }>;

/** Opens the finder, also by Ctrl K or ⌘ K wherever the focus is; its code comes when it is first opened. */
export function FinderButton(): ReactNode {
  const dialog = useDialog();
  const [Content, setContent] = useState<Finder>();
  const [typed, setTyped] = useState("");
  const open = (): void => {
    if (document.querySelector("dialog[open]") !== null) return;
    setTyped("");
    dialog.open();
    void import("../features/finder/finder.js").then(
      ({ Finder }) => setContent(() => Finder),
      // Without its code there is nothing to show; the next try asks for it again.
      () => dialog.ref.current?.close(),
    );
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "k") {
        return;
      }
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        title="Find anything (Ctrl K)"
        onClick={open}
        className="shrink-0 rounded-md p-1.5 text-muted hover:bg-sunken hover:text-ink"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="sr-only">Find anything</span>
      </button>
      <Dialog state={dialog} label="Find anything" className="mx-auto mt-[10dvh] p-3">
        {(onClose) =>
          Content === undefined ? (
            <TypedEarly value={typed} onChange={setTyped} />
          ) : (
            <Content typed={typed} onClose={onClose} />
          )
        }
      </Dialog>
    </>
  );
}

/** Takes what is typed before the finder is there. */
function TypedEarly(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  return (
    <input
      type="text"
      aria-label="Find"
      autoFocus
      autoComplete="off"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      className="h-9 w-full rounded-md border border-line-strong bg-surface px-3"
    />
  );
}
