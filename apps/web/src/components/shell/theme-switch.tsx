import { Moon, Sun, SunMoon } from "lucide-react";
import type { ReactNode } from "react";

import { themes, useTheme, type Theme } from "../../lib/theme.js";

const icons: Readonly<Record<Theme, typeof Sun>> = { system: SunMoon, light: Sun, dark: Moon };
const names: Readonly<Record<Theme, string>> = {
  system: "as the machine is set",
  light: "light",
  dark: "dark",
};

/** Goes on to the next of the three with every click. */
export function ThemeSwitch(): ReactNode {
  const [theme, choose] = useTheme();
  const Icon = icons[theme];
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  const label = `Colours: ${names[theme]}`;
  return (
    <button
      type="button"
      title={`${label}. Click for ${names[next]}`}
      onClick={() => choose(next)}
      className="shrink-0 rounded-md p-1.5 text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden="true" className="size-4" />
      <span className="sr-only">{label}</span>
    </button>
  );
}
