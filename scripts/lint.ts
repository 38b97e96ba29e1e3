/**
 * The lint of `npm run check`: oxlint with types, over what changed since it last found nothing and what imports that; over
 * everything when nothing is remembered (a fresh clone, CI) or the rules, the compiler's options or the packages changed.
 * `npm run lint` always looks at everything.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { filesToLint } from './lint-plan.ts'

const root = join(import.meta.dirname, '..')
const memory = join(root, 'out', 'lint-cache.json')
const Memory = z.object({ setting: z.string(), files: z.record(z.string(), z.string()) })

const hash = (text: string) => createHash('sha256').update(text).digest('base64')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

// Command lines have an end, on Windows at 32 KiB.
const most = 200

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
const tracked = listed.stdout.split('\n').filter((path) => path !== '' && existsSync(join(root, path)))
const sources = new Map(
  tracked.filter((path) => /\.(tsx?|[cm]?js)$/.test(path) && !path.startsWith('tests/fixtures/')).map((path) => [path, read(path)]),
)
const setting = hash(
  tracked
    .filter((path) => /(^|\/)(tsconfig[^/]*\.json|\.oxlintrc\.json)$|^package-lock\.json$/.test(path))
    .map((path) => `${path}\n${read(path)}`)
    .join('\n'),
)

const remembered = existsSync(memory) ? Memory.safeParse(JSON.parse(readFileSync(memory, 'utf8'))).data : undefined
const files = filesToLint(sources, hash, remembered?.setting === setting ? remembered.files : {})
if (files.length === 0 && listed.status === 0) process.exit(0)

// Without git there is no list, and everything is looked at.
const some = listed.status === 0 && files.length <= most ? files : []
const run = spawnSync(process.execPath, [join(root, 'node_modules', 'oxlint', 'bin', 'oxlint'), ...some], { cwd: root, stdio: 'inherit' })
if (run.status !== 0) process.exit(1)
mkdirSync(dirname(memory), { recursive: true })
writeFileSync(memory, JSON.stringify({ setting, files: Object.fromEntries([...sources].map(([path, text]) => [path, hash(text)])) }))
