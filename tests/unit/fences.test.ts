/** Plants forbidden imports and sees both fences refuse them: ESLint's table and TypeScript's project references. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

interface Planted {
  readonly room: string
  readonly from: string
  readonly allowed: boolean
}

const planted: readonly Planted[] = [
  { room: 'contract', from: 'node:fs', allowed: false },
  { room: 'contract', from: '../setup/engine.ts', allowed: false },
  { room: 'contract', from: 'zod', allowed: true },
  { room: 'renderer', from: '../setup/engine.ts', allowed: false },
  { room: 'renderer', from: 'node:fs', allowed: false },
  { room: 'renderer', from: 'electron', allowed: false },
  { room: 'renderer', from: '../contract/ids.ts', allowed: true },
  { room: 'main', from: '../setup/engine.ts', allowed: false },
  { room: 'main', from: '../contract/ids.ts', allowed: true },
  { room: 'preload', from: '../main/window.ts', allowed: false },
  { room: 'setup', from: '../connector/channel/dial.ts', allowed: false },
  { room: 'setup', from: '../cloud/control-plane.ts', allowed: false },
  { room: 'setup', from: '../connector/identity/proof.ts', allowed: true },
  { room: 'connector', from: '../setup/engine.ts', allowed: false },
  { room: 'connector', from: './identity/proof.ts', allowed: true },
  { room: 'connector/identity', from: '../channel/dial.ts', allowed: false },
  { room: 'setup', from: '../connector/way-out/address.ts', allowed: true },
  { room: 'connector/way-out', from: '../channel/dial.ts', allowed: false },
  { room: 'connector/way-out', from: '../identity/win32.ts', allowed: true },
  { room: 'cloud', from: '../connector/identity/proof.ts', allowed: false },
  { room: 'cloud', from: '../contract/ids.ts', allowed: true },
]

describe('the ESLint fence', () => {
  const eslint = new ESLint({ cwd: root })

  it.each(planted)('$room importing $from: allowed is $allowed', async ({ room, from, allowed }) => {
    const [result] = await eslint.lintText(`import * as planted from '${from}'\nplanted satisfies object\n`, {
      filePath: join(root, room, 'planted.ts'),
    })
    const refused = result?.messages.some((message) => message.ruleId === 'no-restricted-imports') ?? false
    expect(refused).toBe(!allowed)
    expect(result?.messages.filter((message) => message.fatal === true)).toEqual([])
  })
})

describe('the TypeScript fence', { timeout: 120_000 }, () => {
  const folder = join(root, 'out', 'fence')
  beforeAll(() => mkdirSync(folder, { recursive: true }))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const compile = (room: string, from: string): string => {
    const place = join(folder, `${room}-${Buffer.from(from).toString('hex').slice(0, 12)}`)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'planted.ts'), `import * as planted from '${from}'\nexport const found: object = planted\n`)
    writeFileSync(
      join(place, 'tsconfig.json'),
      JSON.stringify({
        extends: `../../../${room}/tsconfig.json`,
        compilerOptions: { rootDir: '.', outDir: './types', tsBuildInfoFile: './types/info', noEmitOnError: true },
        include: ['planted.ts'],
        references: [{ path: '../../../contract' }],
      }),
    )
    return spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-b', place], { encoding: 'utf8' }).stdout
  }

  it('lets the renderer import the contract', () => expect(compile('renderer', '../../../contract/ids.ts')).toBe(''))
  it('refuses the renderer a file of another room', () =>
    expect(compile('renderer', '../../../scripts/rooms.mjs')).toMatch(/TS(6059|6307|7016)/))
  it('refuses the renderer the setup engine', () =>
    expect(compile('renderer', '../../../setup/host/host-reader.ts')).toMatch(/TS(6059|6307)/))
  it('refuses the contract anything of Node', () => expect(compile('contract', 'node:fs')).toMatch(/TS2(307|591)/))
  it('refuses the renderer anything of Node', () => expect(compile('renderer', 'node:fs')).toMatch(/TS2(307|591)/))
})
