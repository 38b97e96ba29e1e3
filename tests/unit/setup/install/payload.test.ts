import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { servicePayload } from '../../../../setup/install/payload.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-payload-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const product = {
  path: 'connector\\1.2.3\\product.json',
  content: '{\n  "product": "Causeway Connector",\n  "version": "1.2.3"\n}\n',
}

test('of a source checkout: a launcher that runs the service from where it lies, whatever its path is made of', () => {
  const source = join(folder, "50% of # it's 源码?")
  mkdirSync(source)
  const program = join(source, 'host.ts')
  writeFileSync(program, 'const said: string = process.argv.slice(2).join()\nprocess.stdout.write(`${import.meta.filename} ${said}`)\n')
  const { files, version } = servicePayload('1.2.3', program, 'uninstall')
  const [launcher, ...others] = files
  expect(version).toBe('1.2.3')
  expect(launcher?.path).toBe('connector\\1.2.3\\host.js')
  expect(others).toEqual([product])
  const laidOut = join(folder, 'host.js')
  writeFileSync(laidOut, typeof launcher?.content === 'string' ? launcher.content : '')
  expect(execFileSync(process.execPath, [laidOut, '--data', 'x'], { encoding: 'utf8' })).toBe(`${program} --data,x`)
})

test('of a built product: everything that lies beside the program, and below', () => {
  mkdirSync(join(folder, 'node_modules', 'koffi'), { recursive: true })
  for (const name of ['host.js', 'worker.js', 'node_modules/koffi/index.js']) writeFileSync(join(folder, name), '')
  expect(servicePayload('1.2.3', join(folder, 'host.js'), 'uninstall').files).toEqual([
    { path: 'connector\\1.2.3\\host.js', content: { shipped: join(folder, 'host.js') } },
    { path: 'connector\\1.2.3\\node_modules\\koffi\\index.js', content: { shipped: join(folder, 'node_modules/koffi/index.js') } },
    { path: 'connector\\1.2.3\\worker.js', content: { shipped: join(folder, 'worker.js') } },
    product,
  ])
})
