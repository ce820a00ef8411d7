import type { EventType } from "@honeyhive/contract";
import { Hexagon, Link2, Sparkles, Wrench, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

const icons: Readonly<Record<EventType, LucideIcon>> = {
  session: Hexagon,
  model: Sparkles,
  tool: Wrench,
  chain: Link2,
};

const colors: Readonly<Record<EventType, string>> = {
  session: "text-session",
  model: "text-model",
  tool: "text-tool",
  chain: "text-chain",
};

export function EventTypeIcon({ type }: { readonly type: EventType }): ReactNode {
  const Icon = icons[type];
  return (
    <span title={type} className={`shrink-0 ${colors[type]}`}>
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{type}: </span>
    </span>
  );
}
