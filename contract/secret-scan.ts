/**
 * Takes out of text what looks like a secret: the last gate before a log, a support bundle or a dying word. What is typed as
 * `Secret` never gets here; this is for words of others (proxies, drivers, configuration of other programs). Rather one value
 * too many than one too few. Pure, and linear in the length of the text.
 */

export const secretMark = '[secret]'

export interface Scanned {
  readonly text: string
  /** How many values were taken out. */
  readonly taken: number
}

/** Names whose value is a secret, as the end of a longer name: `proxyPassword`, `DB_PWD`, `one-time-token`. */
const name =
  '[\\w.$-]{0,60}?(?:pass(?:word|wd|phrase|code)|(?<=[_.-])pass|passwort|kennwort|pwd|secret|token|credentials?|authorization|cookies?|session[-_]?(?:id|key)|csr|proof|otp|signature|(?:api|access|account|private|shared[-_]?access|shared|service|enrollment|encryption|signing|master|storage|symmetric|session|license)[-_]?key|密码|口令|令牌)'
const quote = '\\\\{0,8}["\']'
/** In text of JSON inside a text of JSON the quotes have backslashes before them, and those within the value have more. */
const quoted = `(?:"(?:\\\\.|[^"\\\\\\r\\n])*"|(?<q>\\\\{1,8})"(?:(?!(?<!\\\\)\\k<q>")[^\\r\\n])*\\k<q>"|'[^'\\r\\n]*')`
/** A value in quotes, or up to the next separator. */
const plainValue = `(?:\\[secret\\]|${quoted}|[^\\s"'<>&;,)}\\]]+)`

interface Rule {
  readonly looks: RegExp
  /** What stays of a match; `undefined` leaves it whole. */
  readonly instead: (...groups: string[]) => string | undefined
}

const rule = (looks: RegExp, instead: Rule['instead'] = () => secretMark): Rule => ({ looks, instead })

/** A value that only says that there is one, or none. */
const saysNothing = (value: string): boolean =>
  /^[\s\\"'[]*(?:\[secret\]?)[\s\\"'\];,]*$/.test(value) ||
  /^(?:\\{0,8}["'])?(?:\*+|true|false|null|none|undefined|-)?(?:\\{0,8}["'])?$/i.test(value)

const named = (before: string, value: string): string | undefined => {
  if (saysNothing(value)) return undefined
  const mark = /^\\*["']/.exec(value)?.[0] ?? ''
  return `${before}${mark}${secretMark}${mark}`
}

const namedRule = (looks: string): Rule => rule(new RegExp(looks, 'gim'), (_all, before = '', value = '') => named(before, value))

const rules: readonly Rule[] = [
  rule(
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----BEGIN )[\s\S]){0,32768}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g,
  ),
  rule(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.-]*/g),
  rule(/PuTTY-User-Key-File-\d[\s\S]{0,32768}?Private-MAC: ?[0-9a-f]+/g),
  // JSON Web Tokens, signed or encrypted.
  rule(/\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){1,4}/g),
  // The private members of a JSON Web Key.
  rule(/(\\{0,8}"(?:d|p|q|dp|dq|qi|k)\\{0,8}"\s*:\s*\\{0,8}")([A-Za-z0-9_-]{20,})/g, (_all, before = '') => `${before}${secretMark}`),
  rule(
    /\b(Bearer|DPoP|Enrollment|Negotiate|NTLM)(\s+)[A-Za-z0-9._~+/=-]{8,}/g,
    (_all, scheme = '', space = '') => `${scheme}${space}${secretMark}`,
  ),
  rule(
    /\b(Basic|Digest|ApiKey|Token|SharedKey|AWS4-HMAC-SHA256|Key)(\s+)(?=[^\s"',]*[0-9=+/_A-Z])(?!realm=)[A-Za-z0-9._~+/=:-]{8,}/g,
    (_all, scheme = '', space = '') => `${scheme}${space}${secretMark}`,
  ),
  rule(
    /(\b(?:set-)?cookie2?\\{0,8}["']?\s*[:=]\s*(?:\[(?!secret\]))?\s*)(\\{0,8}["']?)((?:\\.|[^\r\n"'\\])+)/gi,
    (_all, before = '', quote = '', value = '') => (saysNothing(value) ? undefined : `${before}${quote}${secretMark}`),
  ),
  rule(
    /(\b(?:proxy-)?(?:authorization|authentication-info)\\{0,8}["']?\s*[:=]\s*\\{0,8}["']?)((?:\\.|[^\r\n"'\\])+)/gi,
    (_all, before = '', value = '') =>
      saysNothing(value.replace(/^(?:Bearer|DPoP|Basic|Negotiate|NTLM|Digest|Enrollment) /, '')) ? undefined : `${before}${secretMark}`,
  ),
  // User and password in an address; also without a scheme, as proxies are often written.
  rule(/(\b[a-z][a-z0-9+.-]{1,20}:\\?\/\\?\/)[^\s/?#"'<>\\]+@/gi, (_all, before = '') => `${before}${secretMark}@`),
  rule(
    /(^|[\s"'=(,;])[^\s:@/"'<>=,;()[\]]{1,80}:(?!\/\/)[^\s@"'<>]{1,200}@(?=[\w.-]+:\d{2,5}\b)/gm,
    (_all, before = '') => `${before}${secretMark}@`,
  ),
  rule(
    /([?&](?:code|state|sig|ticket|key|nonce|assertion|SAMLResponse|X-Amz-[A-Za-z-]+)=)[^&\s"'<>]{6,}/gi,
    (_all, before = '') => `${before}${secretMark}`,
  ),
  // Marks of well-known issuers, and our own.
  rule(/\bcw[es]_[A-Za-z0-9_-]{16,}/g),
  rule(/\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{16}\b/g),
  rule(
    /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,}|xox[abeprs]-[A-Za-z0-9-]{10,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|sk[-_](?:live|test|proj|ant)[-_][\w-]{10,}|SG\.[\w-]{16,}\.[\w-]{16,}|hv[sb]\.[\w-]{20,})/g,
  ),
  rule(/(\bConvertTo-SecureString\s+(?:-String\s+)?)("[^"\r\n]*"|'[^'\r\n]*'|\S+)/gi, (_all, before = '') => `${before}${secretMark}`),
  rule(/(\bnet(?:\.exe)?\s+(?:use|user)\s)(?:\\.|[^\r\n"\\])*/gi, (_all, before = '') => `${before}${secretMark}`),
  rule(/(\bcmdkey(?:\.exe)?\s)(?:\\.|[^\r\n"\\])*/gi, (_all, before = '') => `${before}${secretMark}`),
  rule(
    /(\bcurl(?:\.exe)?\s(?:[^\r\n]{0,400}?\s)??(?:-u|--user|--proxy-user|-U)\s*)("[^"\r\n]*"|'[^'\r\n]*'|\S+)/gi,
    (_all, before = '') => `${before}${secretMark}`,
  ),
  // Elements, attributes, and pairs of name and value in XML and JSON.
  namedRule(`(<(?:[\\w.-]+:)?${name}(?:\\s[^<>]{0,400})?>)([^<]+)`),
  namedRule(`(\\b(?:key|name|id)\\s*=\\s*${quote}${name}${quote}\\s+value\\s*=\\s*)(${quoted})`),
  namedRule(`(${quote}(?:key|name|id)${quote}\\s*:\\s*${quote}${name}${quote}\\s*,\\s*${quote}(?:value|data)${quote}\\s*:\\s*)(${quoted})`),
  namedRule(`(${quote}${name}${quote}\\s*:\\s*)(${quoted}|-?\\d[\\d.]*)`),
  namedRule(`(${quote}${name}${quote}\\s*:\\s*\\[)([^\\]\\r\\n]+)`),
  // Arguments: one by one in JSON, or on one line. A lone value after a name counts, a further option does not.
  namedRule(`(${quote}(?:--?|/)${name}${quote}\\s*,\\s*)(${quoted})`),
  namedRule(`((?:^|[\\s"'])(?:--?|/)${name}\\s+)(?!-)(${plainValue})`),
  // `name = value`: to the end of a line that holds nothing else, otherwise to the next separator.
  namedRule(`(^[ \\t]*(?:export |set |\\$env:)?${name}[ \\t]*[=:][ \\t]*)([^\\r\\n]+)`),
  namedRule(`((?<!\\w)${name}\\s*[=:]\\s*)(${plainValue})`),
]

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const firstBytes = (text: string): number[] => {
  if (/^[0-9a-f]+$/i.test(text)) return (text.slice(0, 96).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
  const bytes: number[] = []
  for (let at = 0; at + 4 <= Math.min(text.length, 64); at += 4) {
    const sextets = Array.from(text.slice(at, at + 4), (sign) => alphabet.indexOf(sign === '-' ? '+' : sign === '_' ? '/' : sign))
    const [a = 0, b = 0, c = 0, d = 0] = sextets.map((sextet) => Math.max(0, sextet))
    bytes.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d)
  }
  return bytes
}

/**
 * Whether a run of base64 or hex begins as the DER of a private key does: a sequence whose first member is a small version
 * number (PKCS #1, PKCS #8, SEC 1, PKCS #12), or the algorithm of an encrypted key (RFC 5958).
 */
const beginsAsPrivateKey = (text: string): boolean => {
  const bytes = firstBytes(text)
  const contentAt = (at: number): number => at + 2 + ((bytes[at + 1] ?? 0) > 0x80 ? (bytes[at + 1] ?? 0) - 0x80 : 0)
  if (bytes[0] !== 0x30) return false
  const inner = contentAt(0)
  if (bytes[inner] === 0x02) return bytes[inner + 1] === 1 && (bytes[inner + 2] ?? 9) <= 3
  if (bytes[inner] !== 0x30) return false
  // 1.2.840.113549.1.5 (PKCS #5) and 1.2.840.113549.1.12 (PKCS #12)
  const algorithm = bytes.slice(contentAt(inner), contentAt(inner) + 10).join(' ')
  return algorithm.startsWith('6 9 42 134 72 134 247 13 1 5') || algorithm.startsWith('6 10 42 134 72 134 247 13 1 12')
}

/** Upper, lower and digits mixed without sense, longer than any identifier of ours. */
const looksRandom = (text: string): boolean =>
  text.length >= 32 && /[A-Z]/.test(text) && /[a-z]/.test(text) && (text.match(/\d/g)?.length ?? 0) >= 3 && !/^[0-9a-f-]+$/i.test(text)

const certificate = /-----BEGIN (?:CERTIFICATE|PUBLIC KEY|X509 CRL)-----[\s\S]{0,65536}?-----END (?:CERTIFICATE|PUBLIC KEY|X509 CRL)-----/g
const binaryLine = /^.*(?:\uFFFD|(?![\t\n\r])\p{Cc}).*$/gmu

const scanPiece = (piece: string): Scanned => {
  let taken = 0
  let text = piece
  for (const { looks, instead } of rules)
    text = text.replace(looks, (all: string, ...groups: unknown[]) => {
      const kept = instead(all, ...groups.filter((group) => typeof group === 'string'))
      if (kept === undefined) return all
      taken += 1
      return kept
    })
  text = text.replace(/[A-Za-z0-9+/_-]{32,}={0,2}/g, (run) => {
    const parts = run.includes('/') && !beginsAsPrivateKey(run) ? run.split('/') : [run]
    return parts
      .map((part) => {
        if (!beginsAsPrivateKey(part) && !looksRandom(part)) return part
        taken += 1
        return secretMark
      })
      .join('/')
  })
  return { text, taken }
}

/** Certificates and public keys stay: they are no secret, and support needs them. */
export const takeOutSecrets = (given: string): Scanned => {
  let taken = 0
  const readable = given.replace(binaryLine, () => {
    taken += 1
    return '[not text]'
  })
  const pieces: string[] = []
  let at = 0
  const add = (piece: string) => {
    const scanned = scanPiece(piece)
    taken += scanned.taken
    pieces.push(scanned.text)
  }
  for (const { 0: all, index } of readable.matchAll(certificate)) {
    add(readable.slice(at, index))
    pieces.push(all)
    at = index + all.length
  }
  add(readable.slice(at))
  return { text: pieces.join(''), taken }
}

const remembered = new Map<string, string>()
const mostRemembered = 10_000

const scannedText = (text: string): string => {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const scanned = takeOutSecrets(text).text
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(text, scanned)
  return scanned
}

/** The same for every text in a value; the value keeps its shape. What was seen before costs nothing. */
export const withoutSecrets = <T>(value: T): T => {
  if (typeof value === 'string') return scannedText(value) as T
  if (Array.isArray(value)) return value.map((item) => withoutSecrets<unknown>(item)) as T
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets<unknown>(item)])) as T
  return value
}
