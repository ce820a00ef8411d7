import type { AsyncRouteComponent, RouteComponent } from "@tanstack/react-router";

/** The component of a route; the router fetches the code of its page before it shows it. */
export function withPage(
  page: Pick<AsyncRouteComponent<unknown>, "preload">,
  component: RouteComponent,
): RouteComponent {
  return Object.assign(component, { preload: page.preload });
}
