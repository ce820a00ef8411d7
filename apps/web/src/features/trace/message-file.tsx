import { useMutation } from "@tanstack/react-query";
import { Download, Paperclip } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { useApi } from "../../lib/api/api-context.js";
import { saveFile } from "../../lib/files/save-file.js";
import { toDataUrl } from "../../lib/files/to-data-url.js";
import type { MediaPart } from "./model/message-media.js";

/** A file of a message, which is saved, never opened here. */
export function MessageFile(props: {
  /** That keeps it, where it was too large to be in the message. */
  readonly eventId: string;
  readonly file: Extract<MediaPart, { kind: "file" }>;
}): ReactNode {
  const { eventId, file } = props;
  const { url, mediaType } = file;
  const name =
    file.name ??
    `file.${
      mediaType
        .split("/")
        .at(-1)
        ?.match(/^\w{1,8}$/)?.[0] ?? "bin"
    }`;
  const api = useApi();
  const saving = useMutation({
    mutationFn: async () => {
      const sha256 = /^sha256:(.*)/.exec(url)?.[1];
      if (sha256 === undefined) return saveFile(url, name);
      const params = { event_id: eventId, sha256 };
      saveFile(await toDataUrl(await api.call("getMedia", { params })), name);
    },
  });
  return (
    <div className="flex items-center gap-2 rounded border border-line bg-surface px-2 py-1 text-xs">
      <Paperclip aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
      <span dir="auto" title={name} className="min-w-0 truncate font-medium">
        {name}
      </span>
      <span className="shrink-0 text-muted">{mediaType}</span>
      {saving.error !== null && (
        <span role="alert" className="text-bad">
          {saving.error.message}
        </span>
      )}
      <Button
        look="quiet"
        className="ml-auto shrink-0"
        title={`Save ${name}`}
        disabled={saving.isPending}
        onClick={() => saving.mutate()}
      >
        <Download aria-hidden="true" className="size-3.5" />
        Save
      </Button>
    </div>
  );
}
