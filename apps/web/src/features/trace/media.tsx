import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useApi } from "../../lib/api/api-context.js";
import { mediaQuery } from "./queries.js";

type MediaKind = "image" | "audio";

/** What a message shows or plays: sent with it, or kept beside its event where it was too large. */
export function Media(props: {
  readonly eventId: string;
  readonly kind: MediaKind;
  readonly url: string;
}): ReactNode {
  const { kind, url } = props;
  return url.startsWith("sha256:") ? (
    <KeptMedia {...props} sha256={url.slice("sha256:".length)} />
  ) : (
    <SentMedia kind={kind} url={url} />
  );
}

function KeptMedia(props: {
  readonly eventId: string;
  readonly kind: MediaKind;
  readonly sha256: string;
}): ReactNode {
  const { kind, sha256 } = props;
  const media = useQuery(mediaQuery(useApi(), props.eventId, sha256));
  if (media.data !== undefined) return <SentMedia kind={kind} url={media.data} />;
  if (media.isPending) {
    return (
      <p className="text-xs text-faint">loading {kind === "image" ? "an image" : "a sound"}</p>
    );
  }
  return (
    <p className="font-mono text-xs break-all">
      {kind}: sha256:{sha256}, not kept
    </p>
  );
}

/** Only what is embedded is loaded: asking for it elsewhere would tell that someone reads the trace. */
function SentMedia({ kind, url }: { readonly kind: MediaKind; readonly url: string }): ReactNode {
  if (kind === "image" && /^data:image\/(png|jpeg|gif|webp);/.test(url)) {
    return (
      <img
        src={url}
        alt=""
        className="max-h-80 max-w-full self-start rounded border border-line object-contain"
      />
    );
  }
  if (kind === "audio" && /^data:audio\/[\w.+-]+;/.test(url)) {
    // What is said in it is in no caption; where the model wrote it down, it is the next message.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    return <audio controls src={url} aria-label="Sound" className="h-9 w-full max-w-96" />;
  }
  return (
    <p className="font-mono text-xs break-all">
      {kind}: {url.slice(0, 300)}
    </p>
  );
}
