/** `npm run bench`: the channel end to end against its peers in the same run, as ratios. Only wires. */
import { parseArgs } from 'node:util'
import { endAll } from './child.ts'
import { compare, type Comparison } from './compare.ts'
import { measureHistory, type HistoryCost } from './history.ts'
import { measureKill, type Kill } from './failover.ts'
import { measureLivePage, type LivePage } from './live.ts'
import { delayed, loopback } from './network.ts'
import { printComparison, printHistory, printKill, printLive, printSessions, printStart, printWine } from './report.ts'
import { measureSessions, type SessionCost } from './sessions.ts'
import { measureStart, type StartTimes } from './start.ts'
import { measureWine, type WineTimes } from './wine.ts'

const help = `npm run bench [-- OPTIONS]

Measures the channel from a cloud service to a service inside the resource location, beside direct TCP, ssh -R and
stunnel in the same run; what a session costs the relay; what is lost when a relay or a connector is killed; how long
a start takes; how the live page draws and what it holds in memory; what a month of history costs the service; and under Wine, marked as
such, how long facts, the start of the service and a silent installation take. Machines differ: only ratios of one run count.

  --quick        one short round instead of three
  --json         print everything as one JSON document
  --hour         the live page for an hour instead of seconds
  --only NAMES   comma-separated: loopback, delay, sessions, kill, start, live, history, wine
  --help         this text
`
const names = ['loopback', 'delay', 'sessions', 'kill', 'start', 'live', 'history', 'wine'] as const
type Name = (typeof names)[number]

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    hour: { type: 'boolean' },
    json: { type: 'boolean' },
    only: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help === true) {
  process.stdout.write(help)
  process.exit(0)
}
const only = values.only?.split(',') ?? names
const wants = (name: Name): boolean => only.includes(name)
const quick = values.quick === true
const say = (text: string): void => {
  if (values.json !== true) process.stdout.write(text)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    endAll()
    process.exit(1)
  })
}

const load = { rounds: quick ? 1 : 3, milliseconds: quick ? 1_000 : 2_000, echoes: quick ? 500 : 2_000, opens: quick ? 20 : 60 }
const comparisons: Comparison[] = []
const skipped: { name: string; why: string }[] = []

if (wants('loopback')) {
  comparisons.push(await compare(loopback, { ...load, measures: ['stream', 'echo', 'echo64', 'open'] }))
  say(printComparison(comparisons.at(-1)))
}
if (wants('delay')) {
  const network = await delayed(40)
  if ('skipped' in network) skipped.push({ name: '40 ms', why: network.skipped })
  else {
    try {
      comparisons.push(
        await compare(network, {
          ...load,
          echoes: 50,
          opens: 10,
          milliseconds: quick ? 3_000 : 5_000,
          measures: ['stream', 'echo', 'open'],
        }),
      )
      say(printComparison(comparisons.at(-1)))
    } finally {
      await network.close()
    }
  }
}
let sessions: SessionCost | undefined
if (wants('sessions')) {
  sessions = await measureSessions({ connectors: quick ? 50 : 200, perSession: quick ? 2 : 4 })
  say(printSessions(sessions))
}
const kills: Kill[] = []
if (wants('kill')) {
  for (const what of ['relay', 'connector'] as const) {
    const kill = await measureKill(what, quick ? 2_000 : 5_000)
    kills.push(kill)
    say(printKill(kill))
  }
}
let start: StartTimes | undefined
if (wants('start')) {
  const times = await measureStart({ rounds: quick ? 3 : 7, install: !quick })
  if ('skipped' in times) skipped.push({ name: 'start', why: times.skipped })
  else {
    start = times
    say(printStart(times))
  }
}
let live: LivePage | undefined
if (wants('live')) {
  const measured = await measureLivePage(values.hour === true ? 3600 : quick ? 10 : 60)
  if ('skipped' in measured) skipped.push({ name: 'live', why: measured.skipped })
  else {
    live = measured
    say(printLive(measured))
  }
}
let history: HistoryCost | undefined
if (wants('history')) {
  history = measureHistory(quick ? 3 : 30)
  say(printHistory(history))
}
let wine: WineTimes | undefined
if (wants('wine')) {
  const measured = await measureWine(quick)
  if ('skipped' in measured) skipped.push({ name: 'wine', why: measured.skipped })
  else {
    wine = measured
    say(printWine(measured))
  }
}
for (const { name, why } of skipped) say(`SKIPPED ${name}: ${why}\n`)
if (values.json === true)
  process.stdout.write(
    `${JSON.stringify({ schema: 'causeway.bench/1', node: process.version, at: new Date().toISOString(), quick, comparisons, sessions, kills, start, live, history, wine, skipped }, null, 2)}\n`,
  )
process.exit(0)
