/** A proxy that answers every request with what is not HTTP. Argument: its port. Prints `ready`. */
import { createServer } from 'node:net'

createServer((socket) => {
  socket.on('error', () => undefined)
  socket.once('data', () => socket.end('\u0000\u0001\u0002 this is not HTTP\r\n\r\n'))
}).listen(Number(process.argv[2]), '0.0.0.0', () => process.stdout.write('ready\n'))
