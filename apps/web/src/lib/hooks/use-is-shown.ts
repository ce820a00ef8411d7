import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * Tells, whenever it is asked, whether the component is still shown. What was started may go on after its user has
 * closed a dialog, chosen something else or left the page: what they did since wins, so ask before closing anything or
 * going anywhere.
 */
export function useIsShown(): () => boolean {
  const isShown = useRef(false);
  useLayoutEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return useCallback(() => isShown.current, []);
}
