/**
 * Replaces names and addresses by words that say what they stand for: the same name always by the same word within one bundle,
 * so that lines can still be compared. Names are learnt from all files first, so that one that shows its nature only in one
 * place (as the host of an address, say) is replaced in every place.
 */
import { isIP, isIPv4, isIPv6 } from 'node:net'

export type NameKind = 'server' | 'domain' | 'person' | 'organization' | 'location' | 'connector' | 'host'

export interface KnownName {
  readonly kind: NameKind
  readonly name: string
}

/** Say nothing about anybody, and support needs them to read the rest. */
const keptHosts = /^(?:localhost|schemas\.microsoft\.com|(?:www\.)?w3\.org|\?|-)$/i
const keptAddresses = /^(?:0\.0\.0\.0|127\.|255\.|::1?$)/
const isPrivate = (address: string) => /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(address)

const accounts = [
  'SYSTEM',
  'NT AUTHORITY',
  'NT SERVICE',
  'BUILTIN',
  'LocalSystem',
  'Administrator',
  'Administrators',
  'root',
  'Public',
  'Default',
]
const isOwnWord = (name: string) => name.length < 2 || accounts.some((known) => known.toLowerCase() === name.toLowerCase())

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const hostPatterns = [
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s/?#"'<>@]*@)?([\p{L}\p{N}][\p{L}\p{N}.-]*)/giu,
  /(?<![\w./\\-])([\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+[\p{L}\p{N}-]{2,}):\d{2,5}\b/gu,
]
const email = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
const securityId = /\bS-1-5-21(?:-\d{1,10}){3,5}\b/g
const hardware = /(?<![0-9A-Fa-f:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])/g
const homes = /([A-Za-z]:\\{1,4}Users\\{1,4}|\/home\/)([^\\/"'\s<>|]+)/g
const addressLike = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,8}(?:\.\d{1,3}){0,3})(?![\w.]*[\w:])/g

export class Pseudonyms {
  readonly #words = new Map<string, string>()
  readonly #counts = new Map<string, number>()
  readonly #names = new Map<string, NameKind>()
  #domains: string[] = []
  #pattern: RegExp | undefined

  constructor(known: readonly KnownName[]) {
    for (const { kind, name } of known) this.#know(kind, name)
  }

  /** Looks for names that show their nature in this text. */
  learn(text: string): void {
    for (const pattern of hostPatterns) for (const [, host = ''] of text.matchAll(pattern)) this.#know('host', host.replace(/\.$/, ''))
    for (const [, , person = ''] of text.matchAll(homes)) this.#know('person', person)
    for (const domain of this.#domains)
      for (const [host] of text.matchAll(new RegExp(`(?<![\\w.-])[\\w-]+(?:\\.[\\w-]+)*\\.${escaped(domain)}(?![\\w-])`, 'gi')))
        this.#know('host', host)
  }

  replace(given: string): { text: string; replaced: number } {
    let replaced = 0
    const by = (kind: string) => (found: string) => {
      replaced += 1
      return this.#wordFor(kind, found)
    }
    let text = given.replace(email, by('mail')).replace(securityId, by('sid')).replace(hardware, by('hardware'))
    this.#pattern ??= this.#compile()
    if (this.#pattern !== undefined)
      text = text.replace(this.#pattern, (found) => by(this.#names.get(found.toLowerCase()) ?? 'name')(found))
    text = text.replace(addressLike, (found) => {
      if (!isIPv4(found) && !isIPv6(found)) return found
      return keptAddresses.test(found) ? found : by(isPrivate(found) ? 'private-address' : 'public-address')(found)
    })
    return { text, replaced }
  }

  #know(kind: NameKind, name: string): void {
    const key = name.toLowerCase()
    if (isOwnWord(name) || keptHosts.test(name) || isIP(name) !== 0 || this.#names.has(key)) return
    this.#names.set(key, kind)
    if (kind === 'domain') this.#domains.push(name)
    this.#pattern = undefined
  }

  /** The longest first: `web.contoso.example` is one name, not two. */
  #compile(): RegExp | undefined {
    const names = [...this.#names.keys()].toSorted((a, b) => b.length - a.length)
    return names.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  }

  #wordFor(kind: string, name: string): string {
    const key = name.toLowerCase()
    const known = this.#words.get(key)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const word = `${kind}-${count}`
    this.#words.set(key, word)
    return word
  }
}
