/**
 * The live page in a headless Chromium over the gallery: ten endpoints, five updates of each a second. Frames are those the
 * page was given to draw; what its main thread works in a second says more on a machine that others use as well.
 */
import { readFileSync } from 'node:fs'
import { chromium, type CDPSession, type Page } from 'playwright'
import { z } from 'zod'
import { chromiumFlags, findChromium } from '../scripts/chromium.ts'
import { openGallery } from '../scripts/gallery-server.ts'
import { quantile } from './statistics.ts'

export interface LivePage {
  readonly seconds: number
  readonly endpoints: number
  readonly updatesPerSecond: number
  readonly framesPerSecond: number
  /** Milliseconds between two frames: 95 % within, and the longest. */
  readonly frameP95: number
  readonly frameMost: number
  /** Milliseconds of every second that the main thread works. */
  readonly busyPerSecond: number
  /** Bytes: of the whole renderer process at the end, and of the heap after a collection at the beginning and at the end. */
  readonly rendererBytes: number
  readonly heapBegin: number
  readonly heapEnd: number
  /** The heap after an hour if it went on growing as it did: extrapolated, not measured. */
  readonly heapHour: number
}

const endpoints = 10
const updatesPerSecond = 5

const Metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })
const Processes = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) })

const metric = async (client: CDPSession, name: string): Promise<number> =>
  Metrics.parse(await client.send('Performance.getMetrics')).metrics.find((one) => one.name === name)?.value ?? NaN

const heapAfterCollection = async (client: CDPSession): Promise<number> => {
  await client.send('HeapProfiler.collectGarbage')
  return metric(client, 'JSHeapUsedSize')
}

/** Resident bytes that are not shared with other processes, as proc(5) tells them. */
const ownBytes = (pid: number): number => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce((sum, [, size]) => sum + Number(size), 0)
  return kilobytes * 1024
}

/** The times of all frames over so many milliseconds. */
const frames = (page: Page, milliseconds: number): Promise<number[]> =>
  page.evaluate<number[]>(
    `new Promise((resolve) => {
      const times = []
      const frame = (at) => {
        times.push(at)
        if (at - times[0] < ${milliseconds}) requestAnimationFrame(frame)
        else resolve(times)
      }
      requestAnimationFrame(frame)
    })`,
  )

export const measureLivePage = async (seconds: number): Promise<LivePage | { readonly skipped: string }> => {
  const installed = findChromium()
  if (installed === undefined) return { skipped: 'no Chromium' }
  const gallery = await openGallery()
  const browser = await chromium.launch({ executablePath: installed.path, args: chromiumFlags() })
  try {
    const page = await browser.newPage({ viewport: { width: 1024, height: 720 } })
    const client = await page.context().newCDPSession(page)
    await page.goto(`${gallery.address}?page=connectivity&state=working&feed=${endpoints}x${updatesPerSecond}`)
    await page
      .getByText(`relay-${endpoints - 1}`)
      .first()
      .waitFor()
    await client.send('Performance.enable')
    const heapBegin = await heapAfterCollection(client)
    const workedBefore = await metric(client, 'TaskDuration')
    const times = await frames(page, seconds * 1000)
    const worked = (await metric(client, 'TaskDuration')) - workedBefore
    const root = await browser.newBrowserCDPSession()
    const { processInfo } = Processes.parse(await root.send('SystemInfo.getProcessInfo'))
    const rendererBytes = Math.max(...processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [ownBytes(id)] : [])))
    const heapEnd = await heapAfterCollection(client)
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
    const measured = gaps.reduce((sum, gap) => sum + gap, 0) / 1000
    return {
      seconds: measured,
      endpoints,
      updatesPerSecond,
      framesPerSecond: gaps.length / measured,
      frameP95: quantile(gaps, 0.95),
      frameMost: Math.max(...gaps),
      busyPerSecond: (worked * 1000) / measured,
      rendererBytes,
      heapBegin,
      heapEnd,
      heapHour: heapEnd + Math.max(0, heapEnd - heapBegin) * (3600 / measured - 1),
    }
  } finally {
    await browser.close()
    await gallery.close()
  }
}
