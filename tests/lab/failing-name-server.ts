/** A name server that answers every question with SERVFAIL (RFC 1035, section 4.1.1, RCODE 2). Argument: its address. Prints `ready`. */
import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (question, from) => {
  if (question.length < 12) return
  const answer = Buffer.from(question)
  answer[2] = (answer[2] ?? 0) | 0x80
  answer[3] = 0x82
  socket.send(answer, from.port, from.address)
})
socket.bind(53, process.argv[2], () => process.stdout.write('ready\n'))
