import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'

export interface ChartSeries {
  /** One for each place on the x axis; null is a gap. */
  readonly values: readonly (number | null)[]
  /** `line` in the colour of the product, `second` thin and quiet, `mark` a short bar in the colour of failures. */
  readonly look: 'line' | 'second' | 'mark'
}

interface ChartWords {
  /** Ascending. */
  readonly xs: readonly number[]
  readonly series: readonly ChartSeries[]
  /** Ends of the x axis. */
  readonly from: number
  readonly until: number
  /** Top of the y axis, which begins at 0; a line is drawn there, at the half and at 0. */
  readonly top: number
  readonly height: number
}

/** Room for the line itself above and below; whoever writes the axis beside the chart counts with it. */
export const chartRoom = 4

/** A canvas takes no style sheet: the colours are those that the element has itself, so that theme and high contrast reach it. */
const colourOf = (plot: uPlot, look: ChartSeries['look'] | 'grid'): string => {
  const { color, outlineColor, textDecorationColor, columnRuleColor } = getComputedStyle(plot.root.parentElement ?? plot.root)
  return { line: color, second: columnRuleColor, mark: textDecorationColor, grid: outlineColor }[look]
}

/** A point between two gaps has no line: it is drawn as a dot. */
const lonely = (plot: uPlot, index: number): number[] =>
  Array.from(plot.data[index] ?? []).flatMap((value, at, all) => (value != null && all[at - 1] == null && all[at + 1] == null ? [at] : []))

const seriesOf = (look: ChartSeries['look']): uPlot.Series => {
  const stroke = (plot: uPlot) => colourOf(plot, look)
  if (look === 'mark')
    return {
      stroke,
      fill: stroke,
      width: 1,
      points: { show: false },
      ...(uPlot.paths.bars === undefined ? {} : { paths: uPlot.paths.bars({ size: [0.3, 3] }) }),
    }
  return {
    stroke,
    width: look === 'line' ? 1.5 : 1,
    spanGaps: false,
    points: { show: true, filter: lonely, size: 4, width: 0, stroke, fill: stroke },
  }
}

/** Whether this window can draw at all. Where it cannot, name and table of the chart still say everything. */
const canDraw = (): boolean => document.createElement('canvas').getContext('2d') !== null

/** Lines over a common axis, redrawn with each change and never animated. Name it by a figure around it; words and axes stand outside. */
export function LineChart(words: ChartWords) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const latest = useRef(words)
  const { series, height } = words
  const looks = series.map(({ look }) => look).join(' ')

  useEffect(() => {
    latest.current = words
    plot.current?.setData([[...words.xs], ...words.series.map(({ values }) => [...values])])
  })
  useEffect(() => {
    const element = host.current
    if (element === null || !canDraw()) return
    const drawn = new uPlot(
      {
        width: Math.max(1, element.clientWidth),
        height,
        padding: [chartRoom, 0, chartRoom, 0],
        cursor: { show: false },
        legend: { show: false },
        scales: {
          x: { time: false, range: () => [latest.current.from, latest.current.until] },
          y: { range: () => [0, latest.current.top] },
        },
        axes: [
          { show: false },
          {
            size: 0,
            gap: 0,
            ticks: { show: false },
            splits: () => [0, latest.current.top / 2, latest.current.top],
            values: () => ['', '', ''],
            grid: { stroke: (self) => colourOf(self, 'grid'), width: 1 },
          },
        ],
        series: [{}, ...latest.current.series.map(({ look }) => seriesOf(look))],
      },
      [[...latest.current.xs], ...latest.current.series.map(({ values }) => [...values])],
      element,
    )
    plot.current = drawn
    const resized = new ResizeObserver(() => drawn.setSize({ width: Math.max(1, element.clientWidth), height }))
    resized.observe(element)
    // The provider of the theme changes its colours after the system has said so.
    const recolour = () => requestAnimationFrame(() => drawn.redraw())
    const asked = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => window.matchMedia(query))
    for (const query of asked) query.addEventListener('change', recolour)
    return () => {
      for (const query of asked) query.removeEventListener('change', recolour)
      resized.disconnect()
      drawn.destroy()
      plot.current = undefined
    }
  }, [looks, height])
  return <div ref={host} className="plot" style={{ height }} aria-hidden />
}
