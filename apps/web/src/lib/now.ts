import { createContext, useContext, useEffect, useState } from "react";

const intervalMs = 30_000;

/** The time that what says "3 min ago" counts from: one clock for the whole page. */
export const NowContext = createContext<number | undefined>(undefined);

export function useNow(): number {
  return useContext(NowContext) ?? Date.now();
}

/** Ticks for `NowContext`. */
export function useClock(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
