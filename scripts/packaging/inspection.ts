/** What a package must and must not be. Each rule takes facts of a package and tells what is wrong with it; none means it holds. */
import { type BillOfMaterials, nameOf } from './bill-of-materials.ts'
import { isAccepted, type ThirdParty } from './licences.ts'

export type Problems = readonly string[]

/** Fuses of Electron as docs/installer.md promises them. */
export const wantedFuses: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
}

export const fuseProblems = (fuses: Readonly<Record<string, boolean>>): Problems =>
  Object.entries(wantedFuses).flatMap(([name, wanted]) =>
    fuses[name] === wanted ? [] : [`${name} is ${fuses[name] === undefined ? 'not there' : fuses[name] ? 'on' : 'off'}`],
  )

/** Names that only development knows. */
const developmentFile =
  /(^|\/)(tests?|__tests__|src|scripts|bench|gallery|\.git|\.github|\.ci)\/|\.(ts|tsx|mts|cts|map|tsbuildinfo|pdb|lib)$|\.(test|spec|story)\.|(^|\/)(tsconfig[^/]*\.json|\.env[^/]*|package-lock\.json)$|\.(pfx|p12|pem|key)$/i

export const developmentFileProblems = (files: readonly string[]): Problems =>
  // Koffi keeps what it loads in a folder of this name.
  files.filter((file) => developmentFile.test(file.replace('/koffi/src/koffi/src/', '/koffi/').replace('/koffi/src/koffi/', '/koffi/')))

export interface Archive {
  readonly files: readonly string[]
  readonly main: string
  readonly devDependencies: boolean
  /** SHA-256 of the header, by which Electron knows it. */
  readonly headerHash: string
}

const inArchive = /^\/(package\.json|out|out\/app|out\/app\/(main|preload|renderer)(\/.*)?)$/

export const archiveProblems = ({ files, main, devDependencies }: Archive): Problems => [
  ...developmentFileProblems(files),
  ...files.filter((file) => !inArchive.test(file)).map((file) => `${file} has no business in the archive`),
  ...[main, 'out/app/preload/index.cjs', 'out/app/renderer/index.html']
    .filter((file) => !files.includes(`/${file}`))
    .map((file) => `${file} is missing`),
  ...(devDependencies ? ['package.json names development dependencies'] : []),
]

export interface IntegrityEntry {
  readonly file: string
  readonly alg: string
  readonly value: string
}

export const integrityProblems = (entries: readonly IntegrityEntry[], headerHash: string): Problems => {
  const entry = entries.find(({ file }) => file.replaceAll('\\', '/') === 'resources/app.asar')
  if (entry === undefined) return ['the program holds no hash of its archive']
  if (entry.alg.toUpperCase() !== 'SHA256') return [`hash by ${entry.alg}`]
  return entry.value === headerHash ? [] : ['the hash in the program is not that of the archive']
}

export interface ProgramResources {
  readonly executionLevels: readonly string[]
  readonly strings: Readonly<Record<string, string>>
}

export const executionLevelProblems = ({ executionLevels }: ProgramResources): Problems =>
  executionLevels.length === 1 && executionLevels[0] === 'asInvoker'
    ? []
    : [`requestedExecutionLevel is ${executionLevels.join(', ') || 'not told'}`]

export const versionProblems = ({ strings }: ProgramResources, version: string): Problems => {
  const wanted = { ProductName: 'Causeway', CompanyName: 'Causeway', FileVersion: version, ProductVersion: version }
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = strings[name] ?? ''
    return found === value || (name.endsWith('Version') && found === `${value}.0`) ? [] : [`${name} is “${found}”`]
  })
}

/** Beside the archive. */
const neededFiles = [
  'Causeway.exe',
  'LICENSE.txt',
  'LICENSE.electron.txt',
  'LICENSES.chromium.html',
  'THIRD-PARTY-LICENCES.txt',
  'causeway.cdx.json',
  'causeway-setup.cmd',
  'resources/app.asar',
  'resources/connector/node.exe',
  'resources/setup/agent.js',
  'resources/setup/command-line.js',
  'resources/setup/native-call.js',
  'resources/setup/elevate.js',
  'resources/setup/script-worker.js',
  'resources/setup/emscripten-module.wasm',
  'resources/connector/host.js',
  'resources/connector/worker.js',
  'resources/connector/node_modules/koffi/package.json',
  'resources/connector/node_modules/@koromix/koffi-win32-x64/win32_x64/koffi.node',
  'resources/node_modules/koffi/package.json',
  'resources/node_modules/@koromix/koffi-win32-x64/win32_x64/koffi.node',
  'resources/package.json',
]
const languages = ['en-US', 'zh-CN']

export const looseFileProblems = (files: readonly string[]): Problems => [
  ...developmentFileProblems(files),
  ...neededFiles.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
  ...files
    .filter((file) => file.startsWith('locales/') && !languages.some((language) => file === `locales/${language}.pak`))
    .map((file) => `${file} is not a language of the product`),
  ...files.filter((file) => /^resources\/(.*\/)?node_modules\/(?!koffi\/|@koromix\/koffi-win32-)/.test(file)),
]

/** Copies that must be the same bytes as what they were made from: path in the package, hash there, hash of the origin. */
export interface Copied {
  readonly path: string
  readonly packed: string | undefined
  readonly origin: string | undefined
}

export const copyProblems = (copies: readonly Copied[]): Problems => [
  ...(copies.length === 0 ? ['there is nothing to compare'] : []),
  ...copies.flatMap(({ path, packed, origin }) =>
    packed === undefined
      ? [`${path} is missing`]
      : origin === undefined
        ? [`${path} has no origin`]
        : packed === origin
          ? []
          : [`${path} differs`],
  ),
]

/** Scripts for PowerShell, by name with their hash; `bundles` is the text that will look at the hash before running one. */
export const scriptProblems = (scripts: Readonly<Record<string, string>>, bundles: string): Problems =>
  Object.keys(scripts).length === 0
    ? ['there are no scripts']
    : Object.entries(scripts).flatMap(([name, hash]) => (bundles.includes(hash) ? [] : [`${name} is not the one that was built in`]))

/** Mebibytes. The stub of Electron weighs nothing, so the installer and the program have what Electron brings on top. */
export interface Sizes {
  readonly installer: number
  /** Beside Electron's own files. */
  readonly program: number
  /** What the connector service takes. */
  readonly service: number
}
export const sizeBudget: Sizes = { installer: 60, program: 115, service: 100 }

export const sizeProblems = (sizes: Sizes, budget: Sizes = sizeBudget): Problems =>
  (Object.keys(budget) as (keyof Sizes)[]).flatMap((name) =>
    sizes[name] > 0 && sizes[name] <= budget[name] ? [] : [`${name}: ${sizes[name].toFixed(1)} MiB of ${budget[name]}`],
  )

export const billProblems = (bill: BillOfMaterials, shipped: ReadonlySet<string>): Problems => {
  const named = new Set(bill.components.map(nameOf))
  return [
    ...[...shipped].filter((name) => !named.has(name)).map((name) => `${name} is not named`),
    ...[...named].filter((name) => !shipped.has(name)).map((name) => `${name} is named and not shipped`),
  ]
}

export const licenceProblems = (all: readonly ThirdParty[], text: string): Problems =>
  all.flatMap(({ name, version, licence }) => [
    ...(isAccepted(licence) ? [] : [`${name} is under ${licence}`]),
    ...(text.includes(`${name} ${version} (${licence})`) ? [] : [`${name} is not in the file`]),
  ])
