const WIDTH = 120;
const HEIGHT = 24;

interface SparklineProps {
  readonly values: readonly number[];
  /** How many values the whole width is for; fewer begin at the right. */
  readonly room: number;
  /** The least that the height stands for, so that noise does not look like mountains. */
  readonly atLeast: number;
}

/** A curve without axes, for the eye only: whoever uses it gives the figures in words. */
export function Sparkline({ values, room, atLeast }: SparklineProps) {
  const top = Math.max(atLeast, ...values);
  const step = WIDTH / Math.max(1, room - 1);
  const start = WIDTH - (values.length - 1) * step;
  const points = values.map((value, index) => {
    const y = HEIGHT - 2 - (value / top) * (HEIGHT - 4);
    return `${(start + index * step).toFixed(1)},${y.toFixed(1)}`;
  });
  const area =
    points.length > 1
      ? `${start.toFixed(1)},${String(HEIGHT)} ${points.join(' ')} ${String(WIDTH)},${String(HEIGHT)}`
      : '';
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      aria-hidden="true"
      focusable="false"
    >
      <polygon points={area} fill="currentColor" opacity={0.14} />
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  );
}
