import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { ReactNode } from "react";

import { saveFile } from "../../lib/files/save-file.js";
import type { ExportField } from "../../lib/files/table-file.js";
import { Button } from "../button.js";

type FileType = "csv" | "json";

/** Saves the rows of a table, as they are filtered and sorted, to a file on the user's machine. */
export function ExportRows<Row>(props: {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly fields: readonly ExportField<Row>[];
  /** A promise where not all of them are here yet. */
  readonly rows: () => readonly Row[] | Promise<readonly Row[]>;
}): ReactNode {
  const saving = useMutation({
    mutationFn: async (type: FileType) => {
      // Few people need it on a visit.
      const { toCsvFile, toJsonFile } = await import("../../lib/files/table-file.js");
      const { text, mimeType } = (type === "csv" ? toCsvFile : toJsonFile)(
        await props.rows(),
        props.fields,
      );
      const url = URL.createObjectURL(new Blob([text], { type: mimeType }));
      saveFile(url, `${fileName(props.name)}.${type}`);
      URL.revokeObjectURL(url);
    },
  });
  return (
    <span role="group" aria-label="Export what is shown" className="flex items-center">
      <Download aria-hidden="true" className="size-3.5 text-faint" />
      {(["csv", "json"] as const).map((type) => (
        <Button
          key={type}
          look="quiet"
          className="px-1.5"
          title={`Save these rows as ${type.toUpperCase()}`}
          disabled={saving.isPending}
          onClick={() => saving.mutate(type)}
        >
          {type.toUpperCase()}
        </Button>
      ))}
      {saving.error !== null && (
        <span role="alert" className="text-bad">
          {saving.error.message}
        </span>
      )}
    </span>
  );
}

function fileName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80);
  return plain.replaceAll(/^[-.]+|[-.]+$/g, "") || "honeyhive";
}
