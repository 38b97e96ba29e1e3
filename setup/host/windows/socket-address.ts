/** `SOCKADDR_IN` and `SOCKADDR_IN6` (ws2def.h, ws2ipdef.h) as text. */

const [inet, inet6] = [2, 23]

/** RFC 5952 form; the URL parser writes it. Undefined for another family or too few bytes. */
export const addressOfSocketAddress = (bytes: Uint8Array): string | undefined => {
  const family = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8)
  if (family === inet && bytes.length >= 8) return bytes.subarray(4, 8).join('.')
  if (family !== inet6 || bytes.length < 24) return undefined
  const groups = Buffer.from(bytes.subarray(8, 24)).toString('hex').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}
