/**
 * Questions for SRV records and their answers as bytes (RFC 1035, RFC 2782). Node's own resolver refuses SRV records whose target is
 * compressed, which is how directory servers send them (c-ares issue 1287).
 */
import { z } from 'zod'

export const SrvRecord = z.object({
  priority: z.number().int().nonnegative(),
  weight: z.number().int().nonnegative(),
  port: z.number().int().min(1).max(65_535),
  /** Without a dot at the end, lower case. */
  target: z.string().min(1).max(253),
})
export type SrvRecord = z.infer<typeof SrvRecord>

export interface SrvMessage {
  /** 0 is an answer, 3 is "no such name" (RFC 1035, 4.1.1). */
  readonly responseCode: number
  /** It did not fit: to be asked again over TCP. */
  readonly truncated: boolean
  readonly records: readonly SrvRecord[]
}

const [srv, internet] = [33, 1]
const headerLength = 12

/** Undefined for names that no DNS message can hold. */
export const srvQuestion = (name: string, id: number): Buffer | undefined => {
  const labels = name.replace(/\.$/, '').split('.')
  const isName = labels.every((label) => /^[\x21-\x7e]{1,63}$/.test(label)) && name.length <= 253
  if (!isName) return undefined
  const header = Buffer.alloc(headerLength)
  header.writeUInt16BE(id, 0)
  // Recursion desired; one question.
  header.writeUInt16BE(0x0100, 2)
  header.writeUInt16BE(1, 4)
  const parts = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]))
  return Buffer.concat([header, ...parts, Buffer.from([0, 0, srv, 0, internet])])
}

/** A name, following compression, and where what follows it begins. Throws for names that lead outside or in circles. */
export const dnsNameAt = (message: Buffer, offset: number): { readonly name: string; readonly next: number } => {
  const labels: string[] = []
  let [at, next, jumps] = [offset, -1, 0]
  for (;;) {
    const length = message.readUInt8(at)
    if (length === 0) break
    if (length >= 0xc0) {
      if (next === -1) next = at + 2
      jumps += 1
      if (jumps > 32) throw new RangeError('a name that leads in circles')
      at = ((length & 0x3f) << 8) | message.readUInt8(at + 1)
      continue
    }
    if (length > 63 || at + 1 + length > message.length) throw new RangeError('a name that leads outside')
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
    if (labels.length > 127) throw new RangeError('a name without an end')
  }
  return { name: labels.join('.'), next: next === -1 ? at + 1 : next }
}

/** Undefined for what is no answer to the question with this id; records of other types are left out. */
export const readSrvMessage = (message: Buffer, id: number): SrvMessage | undefined => {
  try {
    const isAnswer = message.length >= headerLength && message.readUInt16BE(0) === id && (message.readUInt8(2) & 0x80) !== 0
    if (!isAnswer) return undefined
    const [questions, answers] = [message.readUInt16BE(4), message.readUInt16BE(6)]
    let at = headerLength
    for (let i = 0; i < questions; i += 1) at = dnsNameAt(message, at).next + 4
    const records: SrvRecord[] = []
    for (let i = 0; i < answers; i += 1) {
      const { next } = dnsNameAt(message, at)
      const [type, length, data] = [message.readUInt16BE(next), message.readUInt16BE(next + 8), next + 10]
      at = data + length
      if (at > message.length) return undefined
      if (type !== srv) continue
      const read = SrvRecord.safeParse({
        priority: message.readUInt16BE(data),
        weight: message.readUInt16BE(data + 2),
        port: message.readUInt16BE(data + 4),
        target: dnsNameAt(message, data + 6).name.toLowerCase(),
      })
      if (read.success) records.push(read.data)
    }
    return { responseCode: message.readUInt8(3) & 0x0f, truncated: (message.readUInt8(2) & 0x02) !== 0, records }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
