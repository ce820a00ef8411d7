import { useSyncExternalStore } from "react";

export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

/** Where `public/theme.js` looks before the first page is drawn. */
const storageKey = "honeyhive.theme";
const changed = "honeyhive-theme";

/** The colours that somebody chose on this machine, in all of its tabs. */
export function useTheme(): readonly [theme: Theme, choose: (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, shownTheme), chooseTheme];
}

function shownTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return themes.find((known) => known === theme) ?? "system";
}

function chooseTheme(theme: Theme): void {
  show(theme);
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // Storage is closed to this page: the choice holds until the page is left.
  }
}

function show(theme: string): void {
  document.documentElement.dataset["theme"] = theme;
  window.dispatchEvent(new Event(changed));
}

function subscribe(listener: () => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === storageKey) show(newValue ?? "system");
  };
  window.addEventListener("storage", onStorage);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener("storage", onStorage);
    window.removeEventListener(changed, listener);
  };
}
