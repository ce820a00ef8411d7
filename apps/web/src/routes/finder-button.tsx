import { Search } from "lucide-react";
import { useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";

type Finder = ComponentType<{ readonly onClose: () => void }>;

/** Opens the finder, also by Ctrl K or ⌘ K wherever the focus is; its code comes when it is first opened. */
export function FinderButton(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [Content, setContent] = useState<Finder>();
  const [isOpen, setIsOpen] = useState(false);
  const open = (): void => {
    if (document.querySelector("dialog[open]") !== null) return;
    setIsOpen(true);
    dialog.current?.showModal();
    void import("../features/finder/finder.js").then(
      ({ Finder }) => setContent(() => Finder),
      // Without its code there is nothing to show; the next try asks for it again.
      () => dialog.current?.close(),
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
      <dialog
        ref={dialog}
        aria-label="Find anything"
        onClose={() => setIsOpen(false)}
        className="mx-auto mt-[10dvh] w-[min(40rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-3 text-ink shadow-xl backdrop:bg-black/40"
      >
        {isOpen && Content !== undefined && <Content onClose={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}
