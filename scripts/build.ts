/**
 * `npm run build`: bundles the product into `out/app`. Each part is built only when its inputs changed; `-- --force` builds all.
 *
 *   renderer/   the wizard's page            main/index.js, preload/index.cjs   the window's process and its bridge
 *   setup/      agent.js, command-line.js, native-call.js, script-worker.js   connector/  host.js, worker.js, script-worker.js     servers/  profiles of simulated servers
 *   setup/powershell/   scripts for PowerShell, whose hashes stand in the bundles
 *   docs/       pages about checks and errors
 *
 * Bundles for Node hold everything but native modules, which are installed beside them.
 */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type InlineConfig } from 'vite'
import { root } from './child-processes.ts'
import { writeDocumentPages } from './document-pages.ts'
import { hashOfScript } from '../setup/host/windows/powershell/shipped-scripts.ts'
import { notePackages } from './packaging/bundled-packages.ts'

const out = join(root, 'out', 'app')
/** A list of the npm packages in each bundle, for licences and the bill of materials. */
const packageLists = join(root, 'out', 'app-packages')
/** Modules with machine code, and Electron itself: never bundled. */
const external = [/^electron(\/|$)/, /^koffi(\/|$)/, /^node:/]

/** Loaded from beside the bundle. */
const quickJsEngine = join(root, 'node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm')

interface Part {
  readonly name: string
  /** Files and folders that decide what comes out. */
  readonly inputs: readonly string[]
  /** What is made; a part with one missing is built again. */
  readonly outputs: readonly string[]
  readonly make: () => Promise<void>
}

const scripts = join(root, 'setup', 'powershell')
const scriptHashes = Object.fromEntries(readdirSync(scripts).map((name) => [name, hashOfScript(readFileSync(join(scripts, name)))]))

const forNode = (folder: string, entries: Readonly<Record<string, string>>, format: 'es' | 'cjs'): InlineConfig => ({
  configFile: false,
  root,
  logLevel: 'warn',
  publicDir: false,
  define: { __powerShellScripts__: JSON.stringify(scriptHashes) },
  plugins: [notePackages(join(packageLists, `${folder}.json`))],
  ssr: { noExternal: true, external: ['electron', 'koffi'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: join(out, folder),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(root, file)])),
      external,
      platform: 'node',
      output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', chunkFileNames: 'shared-[name].js' },
    },
  },
})

const node = (folder: string, entries: Readonly<Record<string, string>>, inputs: readonly string[], format: 'es' | 'cjs' = 'es'): Part => ({
  name: folder,
  inputs,
  outputs: Object.keys(entries).map((name) => join(folder, `${name}.${format === 'cjs' ? 'cjs' : 'js'}`)),
  make: async () => {
    await build(forNode(folder, entries, format))
    if ('script-worker' in entries) cpSync(quickJsEngine, join(out, folder, 'emscripten-module.wasm'))
    // Electron's and Node's loader look for the nearest manifest to tell the kind of module.
    writeFileSync(join(out, folder, 'package.json'), '{ "type": "module" }\n')
  },
})

const copied = (folder: string, from: string): Part => ({
  name: folder,
  inputs: [from],
  outputs: [folder],
  make: async () => {
    rmSync(join(out, folder), { recursive: true, force: true })
    cpSync(join(root, from), join(out, folder), { recursive: true })
  },
})

/** The thread for proxy configuration scripts; service and set-up have one each, beside their bundles. */
const scriptWorker = 'connector/way-out/script-worker.ts'

const setupPrograms = {
  agent: 'setup/agent.ts',
  elevate: 'setup/elevate.ts',
  'command-line': 'setup/command-line.ts',
  'native-call': 'setup/host/windows/native-call.ts',
  'script-worker': scriptWorker,
}

const setup = node('setup', setupPrograms, ['contract', 'setup', 'connector/identity', 'connector/way-out'])

const parts: readonly Part[] = [
  {
    name: 'renderer',
    inputs: ['contract', 'renderer'],
    outputs: ['renderer/index.html'],
    make: async () => {
      await build({
        configFile: join(root, 'renderer', 'vite.config.ts'),
        logLevel: 'warn',
        plugins: [notePackages(join(packageLists, 'renderer.json'))],
        build: { outDir: join(out, 'renderer'), emptyOutDir: true },
      })
    },
  },
  node('main', { index: 'main/index.ts' }, ['contract', 'main']),
  node('preload', { index: 'preload/index.ts' }, ['contract/ipc-channels.ts', 'preload'], 'cjs'),
  {
    ...setup,
    outputs: [...setup.outputs, 'setup/powershell'],
    make: async () => {
      await setup.make()
      cpSync(scripts, join(out, 'setup', 'powershell'), { recursive: true })
    },
  },
  node('connector', { host: 'connector/host.ts', worker: 'connector/worker.ts', 'script-worker': scriptWorker }, ['contract', 'connector']),
  copied('servers', 'tests/servers'),
  {
    name: 'docs',
    inputs: ['docs/checks', 'docs/errors', 'scripts/document-pages.ts'],
    outputs: ['docs'],
    make: async () => writeDocumentPages(join(root, 'docs'), join(out, 'docs')),
  },
]

const filesIn = (path: string): string[] => {
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const filesOf = (input: string): string[] => {
  const path = join(root, input)
  return /\.\w+$/.test(input) ? [path] : filesIn(path)
}

const hashOf = (part: Part): string => {
  const hash = createHash('sha256')
  for (const file of [...part.inputs, 'package-lock.json', 'scripts/build.ts', 'scripts/packaging/bundled-packages.ts']
    .flatMap(filesOf)
    .sort())
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const marks = join(root, 'out', 'app-inputs')
const unchanged = (part: Part, hash: string): boolean => {
  const mark = join(marks, part.name)
  return existsSync(mark) && readFileSync(mark, 'utf8') === hash && part.outputs.every((output) => existsSync(join(out, output)))
}

const { force } = parseArgs({ options: { force: { type: 'boolean', default: false } } }).values
mkdirSync(marks, { recursive: true })
for (const part of parts) {
  const hash = hashOf(part)
  if (!force && unchanged(part, hash)) continue
  const start = performance.now()
  rmSync(join(marks, part.name), { force: true })
  await part.make()
  writeFileSync(join(marks, part.name), hash)
  process.stdout.write(`built ${part.name} in ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
}
