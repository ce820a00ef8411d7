import type { ReactNode } from "react";

import { buttonClass } from "../button.js";
import { Message } from "../message.js";

export function KeyForm(props: { readonly onEnter: (key: string) => void }): ReactNode {
  return (
    <main>
      <Message title="Enter an API key" isPage>
        <p className="text-muted">
          This server does not open its projects without one. The key stays in this tab and is
          forgotten when it closes.
        </p>
        <form
          className="flex w-full flex-wrap gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const key = new FormData(event.currentTarget).get("key");
            if (typeof key === "string" && key.trim() !== "") props.onEnter(key.trim());
          }}
        >
          <label className="flex-1">
            <span className="sr-only">API key</span>
            <input
              name="key"
              type="password"
              autoComplete="off"
              required
              placeholder="hh_…"
              className="h-8 w-full min-w-48 rounded-md border border-line-strong bg-surface px-2 font-mono"
            />
          </label>
          <button type="submit" className={`${buttonClass("accent")} h-8`}>
            Open
          </button>
        </form>
      </Message>
    </main>
  );
}
