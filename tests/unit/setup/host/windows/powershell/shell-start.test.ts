import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killTreeWith, shellEnvironment, windowsShellStart } from '../../../../../../setup/host/windows/powershell/shell-start.ts'

const given = {
  SYSTEMROOT: 'D:\\Windows',
  SystemRoot: 'D:\\Windows',
  Path: 'C:\\Planted;D:\\Windows\\System32',
  PSModulePath: 'C:\\Planted\\Modules',
  NODE_POWERSHELL: 'C:\\Planted\\powershell.exe',
  DEBUG: '*',
  CAUSEWAY_TOKEN: 'secret',
  https_proxy: 'http://name:password@proxy:8080',
  temp: 'D:\\Temp',
  __PSLockdownPolicy: '4',
}

test('everything is where Windows has it, by absolute path', () => {
  const { executable, folder } = windowsShellStart(given, 'C:\\Program Files\\Causeway\\setup\\powershell')
  expect(executable).toBe('D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')
  expect(folder).toBe('D:\\Windows\\System32')
})

test('only what Windows needs is passed on, and how PowerShell is locked down', () => {
  const environment = shellEnvironment(given, 'D:\\Windows', 'C:\\中文\\powershell')
  expect(environment).toMatchObject({
    temp: 'D:\\Temp',
    __PSLockdownPolicy: '4',
    CAUSEWAY_SCRIPTS: 'C:\\中文\\powershell',
    Path: 'D:\\Windows\\System32;D:\\Windows;D:\\Windows\\System32\\Wbem',
    NO_COLOR: '1',
  })
  for (const name of ['PSModulePath', 'NODE_POWERSHELL', 'DEBUG', 'CAUSEWAY_TOKEN', 'https_proxy'])
    expect(environment).not.toHaveProperty(name)
})

test.skipIf(process.platform === 'win32')('a tree is ended by taskkill, children and all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-taskkill-'))
  const program = join(folder, 'taskkill')
  writeFileSync(program, `#!/bin/sh\necho "$@" > ${join(folder, 'asked')}\n`)
  chmodSync(program, 0o755)
  await killTreeWith(program)(4242)
  expect(readFileSync(join(folder, 'asked'), 'utf8').trim()).toBe('/PID 4242 /T /F')
  rmSync(folder, { recursive: true })
  // Not there: nothing to wait for.
  await killTreeWith(program)(4242)
})
