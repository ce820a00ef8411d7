import type { ComponentProps, ReactNode } from "react";

const base =
  "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2.5 font-medium whitespace-nowrap disabled:opacity-50";

const looks = {
  plain: "border-line-strong bg-surface hover:bg-sunken",
  quiet: "border-transparent text-muted hover:bg-sunken hover:text-ink",
  accent: "border-honey-solid bg-honey-solid text-[#231600] hover:brightness-105",
  danger: "border-bad bg-surface text-bad hover:bg-bad-soft",
} as const;

export type ButtonLook = keyof typeof looks;

export function buttonClass(look: ButtonLook = "plain"): string {
  return `${base} ${looks[look]}`;
}

export function Button({
  look = "plain",
  className = "",
  ...props
}: ComponentProps<"button"> & { readonly look?: ButtonLook }): ReactNode {
  return <button type="button" className={`${buttonClass(look)} ${className}`} {...props} />;
}
