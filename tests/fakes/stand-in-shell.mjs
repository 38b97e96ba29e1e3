/**
 * A stand-in for PowerShell: takes the lines that the door sends and answers as its scenario says, from a recorded transcript
 * (`tests/fixtures/powershell`) or by itself. Started by `stand-in-shells.ts`, never by name.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'

const stay = () => setInterval(() => {}, 1 << 30)
const markerIn = (/** @type {string} */ line) => /@@[0-9a-f]{24}/.exec(line)?.[0] ?? ''

/** Plays what was recorded, in order, with the live marker and delimiter; the times of the recording are left out. */
const replay = (file, input, state) => {
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const delimiter = /Write(?:Line)?\("(\w{16})"\)/.exec(input)?.[1] ?? ' '.repeat(16)
  const bytes = (row) => Buffer.from(row.base64, 'base64')
  const live = { stdout: [], stderr: [] }
  // Joined, replaced and cut again at the same places: the border of a piece may cut a marker.
  for (const stream of ['stdout', 'stderr']) {
    const parts = rows.filter((row) => row.stream === stream)
    const all = Buffer.concat(parts.map(bytes)).toString('latin1')
    const text = all.replaceAll(`@@${'0'.repeat(24)}`, markerIn(input)).replaceAll('LIBRARYDELIMITER', delimiter)
    let at = 0
    for (const row of parts) live[stream].push(Buffer.from(text.slice(at, (at += bytes(row).length)), 'latin1'))
  }
  for (const { stream } of rows) if (stream in live) process[stream].write(live[stream].shift())
  const exit = rows.find((row) => row.stream === 'exit')
  const killed = rows.find((row) => row.stream === 'kill')
  if (killed?.signal === 'SIGKILL') stay()
  else if (exit !== undefined && !rows.some((row) => row.stream === 'stdin-end')) state.leave = () => leave(exit)
}

const leave = ({ code, signal }) => (signal === null ? process.exit(code) : process.kill(process.pid, signal))

/** Answers the sections that were asked. Behaviours are told in `stand-in-shells.ts`. */
const answer = (scenario, line, state) => {
  const marker = markerIn(line)
  const { newline = '\n', encoding = 'utf8', pieces = 'lines' } = scenario
  let held = ''
  const print = (text) => {
    held += text
    if (pieces === 'lines') flush()
  }
  const flush = () => {
    process.stdout.write(Buffer.from(held, encoding))
    held = ''
  }
  state.flush = (text) => {
    print(text)
    flush()
  }
  const say = (message) => print(`${scenario.prefix ?? ''}${marker} ${JSON.stringify(message)}${newline}`)
  if (scenario.before !== undefined) print(scenario.before)
  if (scenario.errors !== undefined) process.stderr.write(scenario.errors)
  if (scenario.echo === true) {
    const everything = `${line} ${JSON.stringify(process.env)} ${JSON.stringify(process.argv)}${newline}`
    print(everything)
    process.stderr.write(everything)
  }
  if (scenario.flood !== undefined) print('x'.repeat(scenario.flood))
  if (scenario.child === true) appendFileSync(scenario.childFile, String(spawn('sleep', ['1000'], { stdio: 'inherit' }).pid))
  if (scenario.hello === false) return scenario.end === false ? void stay() : undefined
  say({ t: 'hello', mode: scenario.mode ?? 'FullLanguage', version: '5.1.20348.1366', pid: process.pid })
  if (scenario.refused !== undefined) say({ t: 'broken', ...scenario.refused })
  else {
    const { sections } = JSON.parse(/-InputJson '([^']*)'/.exec(line)?.[1] ?? '{}')
    for (const section of sections) {
      const behaviour = scenario.sections?.[section] ?? {}
      if (behaviour.quiet === true) return void stay()
      say({ t: 'start', s: section })
      if (behaviour.hang === true) return void stay()
      if (behaviour.half === true) print(`${marker} {"t":"section","s":"${section}","ok":tr`)
      if (behaviour.exit !== undefined) return void (state.leave = () => process.exit(behaviour.exit))
      if (behaviour.nothing === true) continue
      if (behaviour.noise !== undefined) print(behaviour.noise)
      say({
        t: 'section',
        s: section,
        ok: behaviour.error === undefined,
        warnings: behaviour.warnings ?? [],
        ...behaviour,
        data: behaviour.data ?? { of: section },
      })
    }
  }
  if (scenario.end === false) return void stay()
  say({ t: 'end' })
}

/** `scenarios`: one for each start, the last for all further ones. */
export const run = (scenarios, startsFile, argv) => {
  appendFileSync(startsFile, `${JSON.stringify({ argv: argv.slice(2), cwd: process.cwd(), env: Object.keys(process.env) })}\n`)
  const starts = readFileSync(startsFile, 'utf8').trim().split('\n').length
  const scenario = scenarios[Math.min(starts, scenarios.length) - 1]
  const state = { leave: undefined, flush: (text) => process.stdout.write(text) }
  let input = ''
  let rest = ''
  let played = false
  const take = (line) => {
    const [, stream, method, text] = /^\[Console\]::(Out|Error)\.(Write|WriteLine)\("(\w+)"\)$/.exec(line) ?? []
    if (stream === undefined) answer(scenario, line, state)
    else if (scenario.delimiters === false) return
    else {
      const out = method === 'WriteLine' ? `${text}${scenario.newline ?? '\n'}` : text
      if (stream === 'Out') state.flush(out)
      else process.stderr.write(out)
    }
  }
  process.stdin.on('data', (data) => {
    input += data
    if (scenario.replay !== undefined && !played) {
      // Five lines from the library, one from a plain start; whatever comes after them is answered as usual.
      const lines = input.split('\n').length
      if (/Error\.Write/.test(input) ? lines >= 6 : lines >= 2) {
        played = true
        replay(scenario.replay, input, state)
      }
    } else {
      const lines = (rest + data).split('\n')
      rest = lines.pop()
      for (const line of lines) if (state.leave === undefined) take(line)
    }
    state.leave?.()
  })
  // Whoever sent one command and closed has no marks to wait for.
  process.stdin.on('end', () => state.flush(''))
}
