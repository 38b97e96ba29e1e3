/**
 * Serves lists of revoked certificates, and answers about single ones with `openssl ocsp`. Runs inside the laboratory only.
 * Arguments: one JSON object; prints `ready` when it listens.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { z } from 'zod'

const file = z.string()
const { address, port, mode, files, folder } = z
  .object({
    address: z.string(),
    port: z.number(),
    mode: z.enum(['right', 'mute', 'page', 'outdated', 'foreign', 'error']),
    folder: z.string(),
    files: z.object({
      issuerList: file,
      rootList: file,
      outdatedList: file,
      foreignList: file,
      index: file,
      issuer: file,
      issuerKey: file,
    }),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

let count = 0
const answerAbout = (question: Buffer): Buffer => {
  const name = `${folder}/ocsp-${process.pid}-${(count += 1)}`
  writeFileSync(`${name}.req`, question)
  const { index, issuer, issuerKey } = files
  const signer = ['-index', index, '-CA', issuer, '-rsigner', issuer, '-rkey', issuerKey, '-ndays', '1']
  const run = spawnSync('openssl', ['ocsp', ...signer, '-reqin', `${name}.req`, '-respout', `${name}.res`], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  const answer = readFileSync(`${name}.res`)
  for (const end of ['req', 'res']) rmSync(`${name}.${end}`)
  return answer
}

const lists: Readonly<Record<string, string>> = {
  '/issuing.crl': mode === 'outdated' ? files.outdatedList : mode === 'foreign' ? files.foreignList : files.issuerList,
  '/root.crl': files.rootList,
}

createServer((asked, response) => {
  // A proxy that keeps the connection could ask on it in the very moment in which it is closed.
  response.setHeader('connection', 'close')
  const pieces: Buffer[] = []
  asked.on('data', (piece: Buffer) => pieces.push(piece))
  asked.once('end', () => {
    if (mode === 'mute') return
    if (mode === 'error') return void response.writeHead(503).end()
    if (mode === 'page')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Blocked by Contoso Web Gateway</title>')
    const list = lists[asked.url ?? '']
    if (list !== undefined) return void response.writeHead(200, { 'content-type': 'application/pkix-crl' }).end(readFileSync(list))
    if (asked.url !== '/ocsp') return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(answerAbout(Buffer.concat(pieces)))
  })
}).listen(port, address, () => process.stdout.write('ready\n'))
