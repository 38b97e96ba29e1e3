/** Text for what structured clone keeps and JSON loses. The two functions also run inside pages, so each stands alone. */

/** Text made of a value that structured clone accepted. */
export function toText(value: unknown): string {
  const tag = (of: unknown): unknown => {
    if (of === undefined) return { $: 'undefined' }
    if (typeof of === 'bigint') return { $: 'bigint', of: String(of) }
    if (typeof of === 'number' && !Number.isFinite(of)) return { $: 'number', of: String(of) }
    if (of instanceof Date) return { $: 'date', of: of.getTime() }
    if (of instanceof Map) return { $: 'map', of: [...of].map(([key, item]) => [tag(key), tag(item)]) }
    if (of instanceof Set) return { $: 'set', of: [...of].map(tag) }
    if (of instanceof Error) return { $: 'error', of: [of.name, of.message] }
    if (of instanceof ArrayBuffer) return { $: 'buffer', of: Array.from(new Uint8Array(of)) }
    if (ArrayBuffer.isView(of)) return { $: 'bytes', of: Array.from(new Uint8Array(of.buffer, of.byteOffset, of.byteLength)) }
    if (Array.isArray(of)) return of.map(tag)
    if (typeof of === 'object' && of !== null) return { $: 'object', of: Object.entries(of).map(([key, item]) => [key, tag(item)]) }
    return of
  }
  return JSON.stringify(tag(value))
}

/** The value that `toText` was given. */
export function fromText(text: string): unknown {
  const untag = (of: unknown): unknown => {
    if (Array.isArray(of)) return of.map(untag)
    if (typeof of !== 'object' || of === null) return of
    const { $: kind, of: content } = of as { $: string; of: never }
    switch (kind) {
      case 'undefined':
        return undefined
      case 'bigint':
        return BigInt(content)
      case 'number':
        return Number(content)
      case 'date':
        return new Date(content)
      case 'map':
        return new Map((content as [unknown, unknown][]).map(([key, item]) => [untag(key), untag(item)]))
      case 'set':
        return new Set((content as unknown[]).map(untag))
      case 'error': {
        const [name, message] = content as [string, string]
        return Object.assign(new Error(message), { name })
      }
      case 'buffer':
        return new Uint8Array(content as number[]).buffer
      case 'bytes':
        return new Uint8Array(content as number[])
      default:
        return Object.fromEntries((content as [string, unknown][]).map(([key, item]) => [key, untag(item)]))
    }
  }
  return untag(JSON.parse(text))
}
