import type { Verdict } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Badge, type Tone } from "../../components/badge.js";

const verdicts: Readonly<Record<Verdict, { readonly label: string; readonly tone: Tone }>> = {
  better: { label: "▲ better", tone: "good" },
  worse: { label: "▼ worse", tone: "bad" },
  same: { label: "= same", tone: "neutral" },
  "cannot-tell": { label: "? can’t tell", tone: "warn" },
};

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { label, tone } = verdicts[verdict];
  return <Badge tone={tone}>{label}</Badge>;
}
