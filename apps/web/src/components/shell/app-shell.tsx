import { Link, useLocation } from "@tanstack/react-router";
import {
  ChartColumn,
  CircleHelp,
  Database,
  FlaskConical,
  ListChecks,
  ListTree,
  Ruler,
  ScrollText,
} from "lucide-react";
import { useRef, type ReactNode } from "react";

import { focusList, pressInList } from "../../lib/focus-list.js";
import { NowContext, useClock } from "../../lib/now.js";
import { useHotkeys } from "../../lib/hooks/use-hotkeys.js";
import { HelpDialog } from "./help-dialog.js";
import { ThemeSwitch } from "./theme-switch.js";

const navigation = [
  { to: "/runs", label: "Runs", Icon: FlaskConical },
  { to: "/sessions", label: "Sessions", Icon: ListTree },
  { to: "/datasets", label: "Datasets", Icon: Database },
  { to: "/metric-definitions", label: "Metrics", Icon: Ruler },
  { to: "/prompts", label: "Prompts", Icon: ScrollText },
  { to: "/queues", label: "Queues", Icon: ListChecks },
  { to: "/monitor", label: "Monitor", Icon: ChartColumn },
] as const;

type Place = (typeof navigation)[number]["to"];

/** Header, skip link, page-wide keys, and the space for one page. */
export function AppShell(props: {
  readonly onGo: (to: Place) => void;
  readonly aside: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const help = useRef<HTMLDialogElement>(null);
  const openHelp = (): void => help.current?.showModal();
  useHotkeys({
    "?": openHelp,
    "/": () => document.querySelector<HTMLElement>("[data-search]")?.focus(),
    "g r": () => props.onGo("/runs"),
    "g s": () => props.onGo("/sessions"),
    "g d": () => props.onGo("/datasets"),
    "g t": () => props.onGo("/metric-definitions"),
    "g p": () => props.onGo("/prompts"),
    "g q": () => props.onGo("/queues"),
    "g m": () => props.onGo("/monitor"),
    // A movement key pressed anywhere starts moving in the page's list.
    j: focusList,
    k: focusList,
    e: () => pressInList("e"),
    x: () => pressInList("x"),
  });
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="absolute top-1 left-1 z-50 -translate-y-16 rounded-md bg-honey-solid px-3 py-1 font-medium text-[#231600] focus:translate-y-0"
      >
        Skip to content
      </a>
      <Header aside={props.aside} onHelp={openHelp} />
      <main
        id="main"
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto outline-none"
      >
        <NowContext value={useClock()}>{props.children}</NowContext>
      </main>
      <HelpDialog ref={help} />
    </div>
  );
}

function Header(props: { readonly aside: ReactNode; readonly onHelp: () => void }): ReactNode {
  const pathname = useLocation({ select: (location) => location.pathname });
  return (
    <header className="flex h-11 shrink-0 items-center gap-1 border-b border-line bg-surface px-3 sm:px-4">
      <Link to="/runs" className="mr-2 flex items-center gap-2 font-semibold">
        <Comb />
        <span className="max-sm:sr-only">HoneyHive</span>
      </Link>
      <nav aria-label="Main" className="flex gap-0.5">
        {navigation.map(({ to, label, Icon }) => (
          <Link
            key={to}
            to={to}
            title={label}
            aria-current={isBelow(to, pathname) ? "page" : undefined}
            className="rounded-md px-1.5 py-1.5 text-muted md:px-2.5 md:py-1 hover:text-ink aria-[current=page]:bg-honey-soft aria-[current=page]:font-medium aria-[current=page]:text-ink"
          >
            <Icon aria-hidden="true" className="size-4 md:hidden" />
            <span className="max-md:sr-only">{label}</span>
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex min-w-0 items-center gap-0.5 sm:gap-2">
        {props.aside}
        <ThemeSwitch />
        <button
          type="button"
          title="Keyboard help (?)"
          onClick={props.onHelp}
          // Of the two that have keys, who has none needs the finder.
          className="shrink-0 rounded-md p-1.5 text-muted max-[24rem]:hidden hover:bg-sunken hover:text-ink"
        >
          <CircleHelp aria-hidden="true" className="size-4" />
          <span className="sr-only">Keyboard help</span>
        </button>
      </div>
    </header>
  );
}

/** Comparisons are of runs, and their addresses do not say so. */
function isBelow(to: Place, pathname: string): boolean {
  return to === "/runs" && /^\/compare(\/|$)/.test(pathname);
}

function Comb(): ReactNode {
  return (
    <svg aria-hidden="true" viewBox="0 0 24 24" className="size-5">
      <path fill="var(--color-honey-solid)" d="M12 1.5l9 5.25v10.5L12 22.5l-9-5.25V6.75z" />
      <path fill="var(--color-surface)" d="M12 7.5l4 2.3v4.4l-4 2.3-4-2.3V9.8z" />
    </svg>
  );
}
