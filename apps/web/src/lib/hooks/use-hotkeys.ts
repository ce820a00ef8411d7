import { useLayoutEffect, useRef } from "react";

/** Key names as in `KeyboardEvent.key`; a two-key sequence is written with a space: `g r`. */
export type Hotkeys = Readonly<Record<string, () => void>>;

const sequenceTimeoutMs = 1_000;

/** Page-wide single keys; silent while text is being typed or a dialog is open. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys);
  // Before anybody sees what the keys are to do: other effects may come after the next key.
  useLayoutEffect(() => {
    latest.current = hotkeys;
  });
  useLayoutEffect(() => {
    let previous = { key: "", time: 0 };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("dialog[open]") !== null) return;
      const isSequence = event.timeStamp - previous.time < sequenceTimeoutMs;
      const sequence = latest.current[`${previous.key} ${event.key}`];
      const action = (isSequence ? sequence : undefined) ?? latest.current[event.key];
      previous = { key: event.key, time: event.timeStamp };
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type))
  );
}
