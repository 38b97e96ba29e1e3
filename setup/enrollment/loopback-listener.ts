/** One-shot listener on the loopback address for the answer of the browser (RFC 8252, section 7.3). */
import { setupClient } from '../../contract/control-plane-api.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { answerPage, answerPageHeaders } from './answer-page.ts'

// Not by `import`: `connector/way-out/http-request.ts` says why.
const { createServer } = process.getBuiltinModule('node:http')

export interface LoopbackListener {
  readonly redirectAddress: string
  /** The first answer. Rejects with the signal's reason when it aborts before. */
  answer(signal: AbortSignal): Promise<URL>
  close(): void
}

export const openLoopbackListener = async (): Promise<Result<LoopbackListener>> => {
  let deliver: (url: URL) => void = () => undefined
  const arrived = new Promise<URL>((resolve) => {
    deliver = resolve
  })
  let origin = ''
  let taken = false
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, (request, response) => {
    const url = URL.parse(request.url ?? '', origin)
    // A page elsewhere that rebinds its name to 127.0.0.1 sends its own name here.
    const ours = request.headers.host === origin.slice('http://'.length) && url?.origin === origin
    if (request.method !== 'GET' || !ours || url.pathname !== setupClient.redirectPath || taken) {
      response.writeHead(404, { connection: 'close' }).end()
      return
    }
    taken = true
    response.writeHead(200, answerPageHeaders).end(answerPage(url.searchParams.has('code') ? 'done' : 'refused'), () => {
      server.close()
    })
    deliver(url)
  })
  const opened = await new Promise<Result<number>>((resolve) => {
    server.once('error', (error) => {
      resolve(failed('CW2026', { reason: error.message }))
    })
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? succeeded(address.port) : failed('CW2026', { reason: 'no port' }))
    })
  })
  if (!opened.ok) return opened
  origin = `http://127.0.0.1:${opened.value}`
  return succeeded({
    redirectAddress: `${origin}${setupClient.redirectPath}`,
    answer: (signal) =>
      Promise.race([
        arrived,
        new Promise<never>((_resolve, reject) => {
          const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
          if (signal.aborted) stop()
          else signal.addEventListener('abort', stop, { once: true })
        }),
      ]),
    close: () => {
      server.close()
      server.closeIdleConnections()
    },
  })
}
