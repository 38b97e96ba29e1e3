// Runs under Wine as the window would: serves a pipe, has a program started through the consent prompt, and prints what it saw.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const [setup = '', scratch = ''] = process.argv.slice(2)
const pipe = `\\\\.\\pipe\\causeway-test-${process.pid}`
const seen = { dialled: [], events: [] }
const server = createServer((socket) => {
  socket.on('error', () => undefined)
  socket.on('data', (bytes) => seen.dialled.push(bytes.toString()))
})
await new Promise((ready) => server.listen(pipe, ready))

// The elevated program: says who it is, and ends with a code of its own.
const dialler = join(scratch, 'dialler.mjs')
writeFileSync(
  dialler,
  `import { connect } from 'node:net'
   const socket = connect(process.argv[2], () => socket.end(String(process.pid)))
   socket.once('close', () => process.exit(5))`,
)
const launcher = spawn(process.execPath, [join(setup, 'elevate.js')], { stdio: ['pipe', 'pipe', 'pipe'] })
let said = ''
let words = ''
launcher.stdout.on('data', (bytes) => (said += bytes))
launcher.stderr.on('data', (bytes) => (words += bytes))
launcher.stdin.end(JSON.stringify({ program: process.execPath, values: `"${dialler}" ${pipe}`, folder: scratch, owner: '0' }))
await new Promise((ended) => launcher.once('close', ended))
seen.events = said
  .trim()
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line))

// A pipe of this program, which is not the window that the agent was installed with.
const invitation = join(scratch, 'invitation.json')
writeFileSync(invitation, JSON.stringify({ pipe, token: 'a'.repeat(64) }))
const agent = spawn(process.execPath, [join(setup, 'agent.js'), '--invitation', invitation], { stdio: ['ignore', 'pipe', 'pipe'] })
let refusal = ''
agent.stderr.on('data', (bytes) => (refusal += bytes))
const code = await new Promise((ended) => agent.once('close', ended))
server.close()

const refused = spawnSync(process.execPath, [join(setup, 'elevate.js')], {
  input: JSON.stringify({ program: join(scratch, 'none.exe'), values: '', folder: scratch, owner: '0' }),
  encoding: 'utf8',
})
console.log(
  JSON.stringify({
    ...seen,
    words,
    node: process.execPath,
    agent: { code, refusal, invitationLeft: existsSync(invitation) },
    refused: refused.stdout.trim(),
  }),
)
