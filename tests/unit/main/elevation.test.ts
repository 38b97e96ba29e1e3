import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ElevationRequest } from '../../../contract/elevation.ts'
import { type Launched, launchWith, quoted, startElevated } from '../../../main/elevation.ts'

const program = {
  node: 'C:\\Program Files\\Causeway Setup\\resources\\connector\\node.exe',
  script: 'C:\\Program Files\\Causeway Setup\\resources\\setup\\agent.js',
  values: ['--server', 'healthy'],
}
const invitation = { pipe: '\\\\.\\pipe\\causeway-1', token: 'a'.repeat(64) }

const invitationFile = (values: string): string => /--invitation (\S+)/.exec(values)?.[1] ?? ''

test('hands the invitation over in a file, never on the command line', async () => {
  let seen: { request: ElevationRequest; invitation: unknown } | undefined
  const start = startElevated(
    program,
    async (request) => {
      seen = { request, invitation: JSON.parse(readFileSync(invitationFile(request.values), 'utf8')) }
      return { is: 'started', pid: 4711, ended: Promise.resolve('exit code 0') }
    },
    () => '65552',
  )
  expect(await start(invitation)).toMatchObject({ is: 'started', agent: { pid: 4711 } })
  expect(seen).toMatchObject({ request: { program: program.node, owner: '65552' }, invitation })
  expect(seen?.request.values).toContain('"C:\\Program Files\\Causeway Setup\\resources\\setup\\agent.js"')
  expect(JSON.stringify(seen?.request)).not.toContain(invitation.token)
})

const outcomes: [string, Launched, object][] = [
  ['the person says no', { is: 'refused', error: 1223 }, { is: 'consentRefused' }],
  ['the system refuses', { is: 'refused', error: 5 }, { is: 'failed' }],
  ['the window runs as administrator', { is: 'windowElevated' }, { is: 'windowElevated' }],
  ['the launcher breaks', { is: 'failed', why: 'ENOENT' }, { is: 'failed', why: 'ENOENT' }],
]
test.each(outcomes)('%s: told as such, and the invitation is gone', async (_what, launched, expected) => {
  let file = ''
  const start = startElevated(program, async ({ values }) => {
    file = invitationFile(values)
    return launched
  })
  expect(await start(invitation)).toMatchObject(expected)
  expect(existsSync(dirname(file))).toBe(false)
})

/** A program that speaks as `setup/elevate.ts` does. */
const launcher = (body: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-launcher-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const script = join(folder, 'launcher.mjs')
  writeFileSync(script, `import { text } from 'node:stream/consumers'\nconst request = JSON.parse(await text(process.stdin))\n${body}`)
  return launchWith(process.execPath, script)
}
const request: ElevationRequest = { program: 'p', values: 'v', folder: 'f', owner: '0' }

test('the launcher is asked on standard input, and the end of the agent is told', async () => {
  const launched = await launcher(
    `const say = (event) => console.log(JSON.stringify(event))
     say(request.program === 'p' ? { is: 'started', pid: 7 } : {}); say({ is: 'ended', code: 3 })`,
  )(request)
  expect(launched).toMatchObject({ is: 'started', pid: 7 })
  expect(launched.is === 'started' ? await launched.ended : undefined).toBe('exit code 3')
})

test('a launcher that ends without a word is a failure with its last words', async () => {
  expect(await launcher(`console.error('no shell32'); console.log('noise'); process.exit(1)`)(request)).toMatchObject({
    is: 'failed',
    why: expect.stringContaining('no shell32') as string,
  })
  expect(await launchWith('/nowhere/node', 'x')(request)).toMatchObject({ is: 'failed' })
})

test.each([
  ['plain', 'plain'],
  ['with space', '"with space"'],
  ['a"b', '"a\\"b"'],
  ['ends with \\', '"ends with \\\\"'],
  ['', '""'],
])('quotes %j as Windows reads it', (value, text) => {
  expect(quoted(value)).toBe(text)
})
