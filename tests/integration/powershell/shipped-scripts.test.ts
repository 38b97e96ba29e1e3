/** The built product knows the scripts that lie beside it, and no others. Needs `npm run build`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hashOfScript } from '../../../setup/host/windows/powershell/shipped-scripts.ts'

const setup = join(import.meta.dirname, '../../../out/app/setup')

test('hashes of the shipped scripts stand in the built programs', () => {
  const bundles = readdirSync(setup)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(setup, name), 'utf8'))
    .join('\n')
  const names = readdirSync(join(setup, 'powershell'))
  expect(names).toContain('facts.ps1')
  for (const name of names) expect(bundles).toContain(hashOfScript(readFileSync(join(setup, 'powershell', name))))
  // Without them a program would trust whatever lies there.
  expect(bundles).not.toContain('__powerShellScripts__')
})
