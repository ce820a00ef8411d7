import type { ReactNode, Ref } from "react";

const keys = [
  ["j k  ↓ ↑", "Move in a list or tree"],
  ["Enter", "Open the active row"],
  ["← →", "Collapse, expand; to parent, to child"],
  ["e", "Next failed span"],
  ["x  c", "Select a run; compare those selected"],
  ["[ ]", "Previous, next case, or event of a queue"],
  ["Ctrl Enter", "Save a review, and go on in the queue"],
  ["/", "Search"],
  ["Ctrl K", "Find anything by name or id"],
  ["Esc", "Clear the search, close"],
  ["g r  g s  g d", "Go to runs, sessions, datasets"],
  ["g t  g p", "Go to metrics, prompts"],
  ["g q  g m", "Go to queues, charts"],
  ["?", "This help"],
] as const;

export function HelpDialog(props: { readonly ref: Ref<HTMLDialogElement> }): ReactNode {
  return (
    <dialog
      ref={props.ref}
      aria-labelledby="help-title"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-surface p-4 text-ink shadow-xl backdrop:bg-black/40"
    >
      <form method="dialog">
        <h2 id="help-title" className="mb-3 text-base font-semibold">
          Keyboard
        </h2>
        <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-4 gap-y-1.5">
          {keys.map(([key, meaning]) => (
            <div key={key} className="contents">
              <dt className="font-mono text-xs">
                {key.split(/\s+/).map((part, index) => (
                  <kbd
                    // `g` stands in it more than once.
                    // oxlint-disable-next-line react/no-array-index-key
                    key={index}
                    className="mr-1 rounded border border-line-strong bg-sunken px-1.5 py-0.5"
                  >
                    {part}
                  </kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <button className="mt-4 h-7 rounded-md border border-line-strong px-3 hover:bg-sunken">
          Close
        </button>
      </form>
    </dialog>
  );
}
