/** Addresses that are never dialled unless they are published by name, and blocks that an administrator may narrow to. */
import { BlockList, isIP } from 'node:net'

/** CIDR text to a block list entry; false when it is no block. */
const addBlock = (list: BlockList, text: string): boolean => {
  const [, address = '', bits = ''] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(text) ?? []
  const version = isIP(address)
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return false
  list.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6')
  return true
}

const blockListOf = (blocks: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const block of blocks) addBlock(list, block)
  return list
}

/**
 * Loopback, "this host", link-local with the metadata services of clouds in it, multicast and broadcast
 * (RFC 6890, RFC 4291); fd00:ec2::254 and 100.100.100.200 are metadata services outside of link-local.
 */
const forbidden = blockListOf([
  '127.0.0.0/8',
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '255.255.255.255/32',
  '100.100.100.200/32',
  '::1/128',
  '::/128',
  'fe80::/10',
  'ff00::/8',
  'fd00:ec2::254/128',
])

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

const checkIn = (list: BlockList, address: string): boolean => {
  const plain = mapped.exec(address)?.[1] ?? address
  const version = isIP(plain)
  return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

export const isForbiddenAddress = (address: string): boolean => checkIn(forbidden, address)

/** Blocks and names of a local allow-list. Names match the host itself; `*.example.com` matches what lies below it. */
export class LocalAllowList {
  readonly #blocks = new BlockList()
  readonly #names = new Set<string>()
  readonly #suffixes: string[] = []
  readonly #isEmpty: boolean

  constructor(entries: readonly string[]) {
    this.#isEmpty = entries.length === 0
    for (const entry of entries) this.#add(entry.trim().toLowerCase())
  }

  #add(entry: string): void {
    if (addBlock(this.#blocks, entry)) return
    const version = isIP(entry)
    if (version !== 0) this.#blocks.addAddress(entry, version === 4 ? 'ipv4' : 'ipv6')
    else if (entry.startsWith('*.')) this.#suffixes.push(entry.slice(1))
    else this.#names.add(entry)
  }

  /** True for a host that is listed by name, so that its addresses need not be. Everything is, when the list is empty. */
  allowsName(host: string): boolean {
    const name = host.toLowerCase()
    return this.#isEmpty || this.#names.has(name) || this.#suffixes.some((suffix) => name.endsWith(suffix))
  }

  allowsAddress(address: string): boolean {
    return this.#isEmpty || checkIn(this.#blocks, address)
  }
}
