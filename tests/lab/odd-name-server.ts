/**
 * A name server that answers every question with SERVFAIL (RFC 1035, section 4.1.1, RCODE 2); given names and addresses as JSON, it
 * answers rightly, but late. Arguments: its address, the names. Prints `ready`.
 */
import { createSocket } from 'node:dgram'
import { z } from 'zod'

const lateMilliseconds = 1200
const [address, given] = process.argv.slice(2)
const known = given === undefined ? undefined : z.record(z.string(), z.string()).parse(JSON.parse(given))

const nameIn = (question: Buffer): { name: string; type: number; end: number } => {
  const labels: string[] = []
  let at = 12
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: question.readUInt16BE(at + 1), end: at + 5 }
}

const refusing = (question: Buffer): Buffer => {
  const answer = Buffer.from(question)
  answer[2] = (answer[2] ?? 0) | 0x80
  answer[3] = 0x82
  return answer
}

const answering = (question: Buffer, names: Readonly<Record<string, string>>): Buffer => {
  const { name, type, end } = nameIn(question)
  const found = names[name]
  const header = Buffer.from(question.subarray(0, end))
  header[2] = (header[2] ?? 0) | 0x80
  header[3] = found === undefined ? 0x83 : 0x80
  header.writeUInt16BE(0, 10)
  if (found === undefined || type !== 1) return header
  header.writeUInt16BE(1, 6)
  // A pointer to the name of the question, type A, class IN, 60 s, four bytes.
  return Buffer.concat([header, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...found.split('.').map(Number)])])
}

const socket = createSocket('udp4')
socket.on('message', (question, from) => {
  if (question.length < 17) return
  if (known === undefined) {
    socket.send(refusing(question), from.port, from.address)
    return
  }
  setTimeout(() => socket.send(answering(question, known), from.port, from.address), lateMilliseconds)
})
socket.bind(53, address, () => process.stdout.write('ready\n'))
