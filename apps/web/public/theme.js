// Before anything is drawn, so that no page flashes in the colours of the machine. `src/lib/theme.ts` does the rest.
try {
  document.documentElement.dataset.theme = localStorage.getItem("honeyhive.theme") ?? "system";
} catch {
  // Storage is closed to this page: the machine decides.
}
