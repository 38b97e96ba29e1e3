import { chartRoom } from './line-chart.tsx'

/** The figures left of a `LineChart`, on its three lines: the top with its unit, the half, and 0. */
export function ChartAxis({ top, height, says }: { top: number; height: number; says: (value: number) => string }) {
  return (
    <div className="axis caption quiet num" style={{ height }}>
      {[top, top / 2, 0].map((value) => (
        <span key={value} style={{ top: height - chartRoom - (value / top) * (height - 2 * chartRoom) - 8 }}>
          {value === top ? says(value) : value}
        </span>
      ))}
    </div>
  )
}
