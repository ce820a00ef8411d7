import { useRouter } from "@tanstack/react-router";

/**
 * Opens what a row of a list leads to, and leaves in the address of the list which row that was, for who comes back. Both
 * happen at once, so that nothing that is done next is earlier.
 */
export function useOpenRow(
  onSearchChange: (patch: { readonly row: string }) => Promise<void>,
): (row: string, open: () => Promise<void>) => void {
  const { history } = useRouter();
  return (row, open) => {
    void onSearchChange({ row });
    // Two addresses of one moment would become one.
    history.flush();
    void open();
  };
}
