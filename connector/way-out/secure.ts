/** TLS over a socket that is open already, straight or through a proxy. */
import { isIP, type Socket } from 'node:net'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'

/** Rejects with what the handshake failed with, or with ETIMEDOUT when `signal` ends it. */
export const secure = (
  socket: Socket,
  host: string,
  options: Pick<ConnectionOptions, 'ca' | 'secureContext' | 'minVersion' | 'rejectUnauthorized'>,
  signal: AbortSignal,
): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const upper = connect({ ...options, socket, host, ALPNProtocols: ['http/1.1'], ...(isIP(host) === 0 ? { servername: host } : {}) })
    const stop = () => upper.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' }))
    signal.addEventListener('abort', stop, { once: true })
    upper.once('error', reject)
    upper.once('secureConnect', () => {
      signal.removeEventListener('abort', stop)
      upper.off('error', reject)
      resolve(upper)
    })
  })
