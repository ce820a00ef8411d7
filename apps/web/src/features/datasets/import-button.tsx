import { useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import type { ReactNode } from "react";

import { DialogButton } from "../../components/dialog/dialog-button.js";
import { Loaded } from "../../components/loaded.js";
import type { DatasetContent } from "./queries.js";

interface ImportOptions {
  readonly title: string;
  /** What the rows go to. Undefined: a new dataset. */
  readonly content?: DatasetContent;
}

/** Brings the rows of a file into a dataset; the code for it comes when it is first opened. */
export function ImportButton(props: ImportOptions & { readonly text: string }): ReactNode {
  return (
    <DialogButton text={props.text} icon={Upload} label={props.title}>
      {(onClose) => <LazyDialog {...props} onClose={onClose} />}
    </DialogButton>
  );
}

function LazyDialog(props: ImportOptions & { readonly onClose: () => void }): ReactNode {
  const code = useQuery({
    queryKey: ["code", "import-dialog"],
    queryFn: async () => (await import("./import-dialog.js")).ImportDialog,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={code} label="import">
      {(ImportDialog) => <ImportDialog {...props} />}
    </Loaded>
  );
}
