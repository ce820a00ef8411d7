import type { ReactNode } from "react";

import { highestOf, type Series } from "./model/to-series.js";

/** The colours of series, in order; the first is the darkest. */
export const seriesColors = [
  "var(--color-series-1)",
  "var(--color-series-2)",
  "var(--color-series-3)",
  "var(--color-series-4)",
  "var(--color-series-5)",
  "var(--color-series-6)",
] as const;

const width = 100;
const height = 40;

interface PlotProps {
  readonly series: readonly Series[];
  /** How many stretches of time there are. */
  readonly count: number;
}

/** Bars that stand on each other, one stack for each stretch of time. */
export function BarPlot({ series, count }: PlotProps): ReactNode {
  const highest = highestOf("bars", series) || 1;
  const step = width / count;
  return (
    <Plot>
      {Array.from({ length: count }, (_, place) => {
        let top = height;
        return series.map(({ name, values }, index) => {
          const size = (height * (values[place] ?? 0)) / highest;
          top -= size;
          return (
            <rect
              key={name}
              x={place * step + step * 0.1}
              y={top}
              width={step * 0.8}
              height={size}
              fill={seriesColors[index]}
            />
          );
        });
      })}
    </Plot>
  );
}

/** A line for each series, broken where nothing was measured. */
export function LinePlot({ series, count }: PlotProps): ReactNode {
  const highest = highestOf("lines", series) || 1;
  const step = width / count;
  const x = (place: number): number => (place + 0.5) * step;
  const y = (value: number): number => height - ((height - 2) * value) / highest;
  return (
    <Plot>
      {series.map(({ name, values }, index) => (
        <g key={name} stroke={seriesColors[index]} fill="none" strokeLinecap="round">
          <path
            d={linePath(values, x, y)}
            strokeWidth={1.5}
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
          {values.map(
            (value, place) =>
              value !== null && (
                // A line of no length with round ends: a dot that is round at any width.
                <path
                  key={x(place)}
                  d={`M${x(place)} ${y(value)}h0`}
                  strokeWidth={4}
                  vectorEffect="non-scaling-stroke"
                />
              ),
          )}
        </g>
      ))}
    </Plot>
  );
}

function Plot({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full overflow-visible"
    >
      {children}
    </svg>
  );
}

function linePath(
  values: readonly (number | null)[],
  x: (place: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, place) => {
      if (value === null) return "";
      const isStart = (values[place - 1] ?? null) === null;
      return `${isStart ? "M" : "L"}${x(place)} ${y(value)}`;
    })
    .join("");
}
