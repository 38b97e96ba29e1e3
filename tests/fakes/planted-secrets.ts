/** Two hundred secrets of twenty kinds, in the words in which files, programs and people write them. Made anew in each run. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'

export interface PlantedSecret {
  readonly kind: string
  /** The secret in its usual words, on one line. */
  readonly words: string
  /** What must be found nowhere: the secret itself, in pieces where it spans lines. */
  readonly needles: readonly string[]
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url')
const word = () => `Kp${random(6).replace(/[-_]/g, 'x')}7w`
const key = (number: number) =>
  number % 3 === 0
    ? generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    : number % 3 === 1
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      : generateKeyPairSync('ed25519').privateKey
const der = (number: number): Buffer => key(number).export({ type: 'pkcs8', format: 'der' })
/** From its middle, where neither the header nor the padding is. */
const middle = (text: string) => text.slice(Math.floor(text.length / 3), Math.floor(text.length / 3) + 24)
const jwt = () =>
  `${Buffer.from('{"alg":"ES256","typ":"JWT"}').toString('base64url')}.${Buffer.from(`{"sub":"${word()}"}`).toString('base64url')}.${random(64)}`
const choose = (number: number, ...made: readonly ((secret: string) => string)[]) => made[number % made.length] ?? String

const kinds: Record<string, (number: number) => Omit<PlantedSecret, 'kind'>> = {
  pem: (number) => {
    const pem = String(key(number).export({ type: 'pkcs8', format: 'pem' }))
    return { words: JSON.stringify(pem).slice(1, -1), needles: [middle(pem.split('\n')[1] ?? '')] }
  },
  derBase64: (number) => {
    const text = der(number).toString(number % 2 === 0 ? 'base64' : 'base64url')
    return { words: `blob ${text}`, needles: [middle(text)] }
  },
  derHex: (number) => {
    const text = der(number).toString('hex')
    return { words: `blob ${text}`, needles: [middle(text)] }
  },
  encryptedKey: () => {
    const text = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString('base64')
    return { words: `key file: ${text}`, needles: [middle(text)] }
  },
  jwt: () => {
    const token = jwt()
    return { words: `answer was ${token}`, needles: [token.split('.')[2] ?? ''] }
  },
  bearer: (number) => {
    const token = random(24)
    return { words: `${['Bearer', 'DPoP', 'Enrollment'][number % 3] ?? ''} ${token}`, needles: [token] }
  },
  basic: () => {
    const token = Buffer.from(`anna:${word()}`).toString('base64')
    return { words: `Proxy-Authorization: Basic ${token}`, needles: [token] }
  },
  cookie: (number) => {
    const token = random(12)
    return {
      words: choose(
        number,
        (s) => `Cookie: lang=en; sid=${s}`,
        (s) => `set-cookie: sid=${s}; Path=/; HttpOnly`,
      )(token),
      needles: [token],
    }
  },
  proxyAddress: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => `http://svc:${s}@proxy.contoso.example:8080/`,
        (s) => `proxy is svc:${s}@proxy.contoso.example:8080`,
      )(secret),
      needles: [secret],
    }
  },
  enrollmentToken: () => {
    const token = `cwe_${random(32)}`
    return { words: `used ${token} for it`, needles: [token] }
  },
  serviceKey: () => {
    const token = `cws_${random(32)}`
    return { words: token, needles: [token] }
  },
  connectionString: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => `Server=db1;Database=x;User Id=sa;Password=${s};Encrypt=true`,
        (s) => `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${s}==;EndpointSuffix=y`,
        (s) => `postgres://app:${s}@db1:5432/x`,
      )(secret),
      needles: [secret],
    }
  },
  awsKey: (number) => {
    const id = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`
    const secret = randomBytes(30).toString('base64')
    return number % 2 === 0
      ? { words: `as ${id}`, needles: [id] }
      : { words: `aws_secret_access_key = ${secret}`, needles: [secret.slice(0, 20)] }
  },
  json: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => JSON.stringify({ user: 'svc', proxyPassword: s, port: 8080 }),
        (s) => JSON.stringify({ clientSecret: `a"b${s}` }),
        (s) => JSON.stringify({ name: 'api-key', value: s }),
        (s) => JSON.stringify({ text: JSON.stringify({ refresh_token: s }) }),
      )(secret),
      needles: [secret],
    }
  },
  ini: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => `DB_PASS=${s}`,
        (s) => `pwd = "${s} and more"`,
        (s) => `passphrase: ${s}`,
      )(secret),
      needles: [secret],
    }
  },
  xml: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => `<Password>${s}</Password>`,
        (s) => `<add key="SmtpPassword" value="${s}" />`,
        (s) => `<proxy user="svc" password="${s}"/>`,
      )(secret),
      needles: [secret],
    }
  },
  commandLine: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => `tool.exe --token ${s} --verbose`,
        (s) => `tool.exe /password:${s} /quiet`,
        (s) => JSON.stringify(['tool.exe', '--client-secret', s, '-v']),
        (s) => `curl -u svc:${s} https://x.example/`,
        (s) => `net use \\\\fs1\\share ${s} /user:svc`,
      )(secret),
      needles: [secret],
    }
  },
  powerShell: (number) => {
    const secret = word()
    return {
      words: choose(
        number,
        (s) => `ConvertTo-SecureString '${s}' -AsPlainText -Force`,
        (s) => `$env:API_TOKEN='${s}'`,
      )(secret),
      needles: [secret],
    }
  },
  query: (number) => {
    const secret = random(15)
    return {
      words: choose(
        number,
        (s) => `GET /cb?code=${s}&state=1 HTTP/1.1`,
        (s) => `https://x.example/a?sv=1&sig=${s}`,
        (s) => `/api?access_token=${s}`,
      )(secret),
      needles: [secret],
    }
  },
  vendorToken: (number) => {
    const secret = randomBytes(20).toString('hex').slice(0, 36)
    return {
      words: choose(
        number,
        (s) => `ghp_${s}`,
        (s) => `glpat-${s}`,
        (s) => `xoxb-${s}`,
        (s) => `npm_${s}`,
      )(secret),
      needles: [secret],
    }
  },
}

/** Ten of each kind. */
export const plantedSecrets = (): PlantedSecret[] =>
  Object.entries(kinds).flatMap(([kind, make]) => Array.from({ length: 10 }, (_, number) => ({ kind, ...make(number) })))

/** The password of the service's proxy, in every form in which programs write one down. */
export const plantedProxyPassword = (user: string, proxy: string): { password: string; secrets: PlantedSecret[] } => {
  const password = `${word()}/${word()}`
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  const needles = [password, encodeURIComponent(password), basic, JSON.stringify(password).slice(1, -1)]
  const forms = [
    `Proxy-Authorization: Basic ${basic}`,
    JSON.stringify({ headers: { host: proxy, 'proxy-authorization': `Basic ${basic}` } }),
    JSON.stringify(['CONNECT control:443 HTTP/1.1', 'proxy-authorization', `Basic ${basic}`]),
    `http://${user}:${encodeURIComponent(password)}@${proxy}/`,
    `HTTPS_PROXY=http://${user}:${encodeURIComponent(password)}@${proxy}`,
    `CAUSEWAY_PROXY_PASSWORD=${password}`,
    `$env:CAUSEWAY_PROXY_PASSWORD = '${password}'`,
    JSON.stringify({ proxy, user, password }),
    JSON.stringify({ proxyUser: user, proxyPassword: password }),
    `curl.exe -x http://${proxy} -U ${user}:${password} https://control/`,
    `curl.exe --proxy ${proxy} --proxy-user ${user}:${password} https://control/`,
    `netsh: user=${user} password=${password}`,
  ]
  return { password, secrets: forms.map((words) => ({ kind: 'proxyPassword', words, needles })) }
}

/** Which secrets are to be seen in a text, as `kind: words`. */
export const seenIn = (text: string, secrets: readonly PlantedSecret[]): string[] =>
  secrets.filter(({ needles }) => needles.some((needle) => text.includes(needle))).map(({ kind, words }) => `${kind}: ${words}`)
