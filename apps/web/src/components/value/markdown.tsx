import { Markdown as ParsedMarkdown, type MarkdownToJSX } from "markdown-to-jsx/react";
import type { ComponentProps, ReactNode } from "react";

/**
 * Markdown of a trace, which is untrusted: its HTML stays text, its images stay addresses, since loading one
 * would tell that someone reads the trace, and its links lead to pages alone.
 */
export function Markdown({ text }: { readonly text: string }): ReactNode {
  return (
    <div dir="auto" className="markdown wrap-anywhere">
      <ParsedMarkdown options={options}>{text}</ParsedMarkdown>
    </div>
  );
}

const options: MarkdownToJSX.Options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  wrapper: "div",
  forceWrapper: true,
  overrides: {
    a: PageLink,
    img: ({ src, alt }: ComponentProps<"img">) => (
      <span className="font-mono text-xs">
        image: {alt} {src}
      </span>
    ),
    input: ({ checked }: ComponentProps<"input">) => <span>{checked === true ? "☑" : "☐"}</span>,
    // Headings of an answer are no headings of the page.
    ...Object.fromEntries(
      (["h1", "h2", "h3", "h4", "h5", "h6"] as const).map((name) => [name, Heading]),
    ),
  },
};

function PageLink({ href, children }: ComponentProps<"a">): ReactNode {
  if (href === undefined || !/^(https?|mailto):/i.test(href)) return <span>{children}</span>;
  return (
    <a
      href={href}
      title={href}
      target="_blank"
      rel="noopener noreferrer"
      className="text-honey underline underline-offset-2"
    >
      {children}
    </a>
  );
}

function Heading({ children }: ComponentProps<"h1">): ReactNode {
  return <p className="heading">{children}</p>;
}
