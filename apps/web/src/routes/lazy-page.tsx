import type { AsyncRouteComponent, RouteComponent } from "@tanstack/react-router";
import type { FunctionComponent } from "react";

type LazyPage<Props> = FunctionComponent<Props> & {
  readonly preload: () => Promise<void>;
};

/** A page whose code is a file of its own; where that cannot be had, the router says so in its place. */
export function lazyPage<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): LazyPage<Props> {
  let Page: FunctionComponent<Props> | undefined;
  const preload = async (): Promise<void> => {
    Page ??= await load();
  };
  // The router waits for `preload` before it shows a route.
  const Shown: FunctionComponent<Props> = (props) =>
    Page === undefined ? null : <Page {...props} />;
  return Object.assign(Shown, { preload });
}

/** The component of a route, with the page that it shows. */
export function withPage(
  { preload }: Pick<AsyncRouteComponent<unknown>, "preload">,
  component: RouteComponent,
): RouteComponent {
  return Object.assign(component, { preload });
}
