import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { quoted, startElevated } from '../../../main/elevation.ts'

const program = {
  node: 'C:\\Program Files\\Causeway\\node\\node.exe',
  script: 'C:\\Program Files\\Causeway\\setup\\agent.js',
  values: ['--server', 'healthy'],
}
const invitation = { pipe: '\\\\.\\pipe\\causeway-1', token: 'a'.repeat(64) }

const invitationFile = (values: string): string => /--invitation (\S+)/.exec(values)?.[1] ?? ''

test('hands the invitation over in a file, never on the command line', async () => {
  let seen: { program: string; values: string; invitation: unknown } | undefined
  const started = await startElevated(program, async (node, values) => {
    seen = { program: node, values, invitation: JSON.parse(readFileSync(invitationFile(values), 'utf8')) }
    return 0
  })(invitation)
  expect(seen).toMatchObject({ program: program.node, invitation })
  expect(seen?.values).toContain('"C:\\Program Files\\Causeway\\setup\\agent.js"')
  expect(seen?.values).not.toContain(invitation.token)
  if (started.is === 'started') started.agent.stop()
})

test.each([
  [1223, { is: 'consentRefused' }],
  [5, { is: 'failed' }],
])('system error %d', async (code, expected) => {
  let file = ''
  const start = startElevated(program, async (_node, values) => {
    file = invitationFile(values)
    return code
  })
  expect(await start(invitation)).toMatchObject(expected)
  expect(existsSync(dirname(file))).toBe(false)
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
