import { describe, expect, it } from 'vitest'
import { addressesOf, firstConnection, type HostAddress, interleaved, openTcp } from '../../../../connector/way-out/first-connection.ts'
import { codeOf } from '../../../../connector/way-out/limits.ts'
import { closedPort, tcpServer } from '../../../fakes/loopback-lab.ts'

const fourth = (address: string): HostAddress => ({ address, family: 4 })
const sixth = (address: string): HostAddress => ({ address, family: 6 })
const soon = () => AbortSignal.timeout(10_000)
const failure = (work: Promise<unknown>): Promise<string> => work.then(() => 'connected', codeOf)

describe('families', () => {
  it('take turns, beginning with the one that the system prefers', () => {
    const addresses = [sixth('::1'), sixth('::2'), sixth('::3'), fourth('10.0.0.1')]
    expect(interleaved(addresses).map(({ address }) => address)).toEqual(['::1', '10.0.0.1', '::2', '::3'])
    expect(interleaved(addresses.toReversed()).map(({ address }) => address)).toEqual(['10.0.0.1', '::3', '::2', '::1'])
  })
})

describe('a connection', () => {
  it('goes to the next address at once where the first refuses', async () => {
    const port = await tcpServer(() => undefined)
    // Nothing listens there: the server has one address of the loopback network only.
    const socket = await firstConnection([fourth('127.0.0.2'), fourth('127.0.0.1')], port, soon())
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
  })

  it('says that it was refused rather than that one family has no way out', async () => {
    const port = await closedPort()
    expect(await failure(firstConnection([sixth('::1'), fourth('127.0.0.1')], port, soon()))).toBe('ECONNREFUSED')
  })

  it('is refused where there is no address', async () => {
    expect(await failure(firstConnection([], 443, soon()))).toBe('no address')
  })

  it('ends with the reason of the signal, before and after it was begun', async () => {
    const port = await tcpServer(() => undefined)
    const reason = new Error('not wanted any more')
    expect(await failure(firstConnection([fourth('127.0.0.1')], port, AbortSignal.abort(reason)))).toBe(reason.message)
    const stop = new AbortController()
    const opened = firstConnection([fourth('127.0.0.1')], port, stop.signal)
    stop.abort(reason)
    expect(await failure(opened)).toBe(reason.message)
  })

  it('outlives the signal once it stands', async () => {
    const port = await tcpServer(() => undefined)
    const stop = new AbortController()
    const socket = await openTcp({ host: '127.0.0.1', port }, stop.signal)
    stop.abort()
    expect(socket.destroyed).toBe(false)
    socket.destroy()
  })
})

describe('a host', () => {
  it('that is an address stands for itself', async () => {
    expect(await addressesOf('::1', soon())).toEqual([sixth('::1')])
  })

  it('is not looked up where the signal has fired', async () => {
    expect(await failure(addressesOf('localhost', AbortSignal.abort(new Error('ended'))))).toBe('ended')
  })
})
