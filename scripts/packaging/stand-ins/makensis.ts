/**
 * What electron-builder calls as `makensis` when the package is verified offline: Debian's own, told to make an installer of 64 bits
 * (the only kind that runs under Wine without its 32-bit half), with the plug-ins that exist for 32 bits only replaced by the
 * macros in `include/` and by empty libraries. The script and build/installer.nsh stay as they are shipped.
 *
 *   CAUSEWAY_UNPACKED   the folder that becomes the program
 *   CAUSEWAY_PLUGINS    folder of the empty libraries
 *   CAUSEWAY_QUICKLY    set where nobody measures how small the installer is: nothing is compressed
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const include = join(import.meta.dirname, 'include')
const unpacked = process.env['CAUSEWAY_UNPACKED'] ?? ''
const plugins = process.env['CAUSEWAY_PLUGINS'] ?? ''

/** The template's script with the stand-ins before its own includes. */
export const forWine = (script: string): string =>
  [
    'Target amd64-unicode',
    // A label in electron-builder's own template that NSIS 3.08 finds unused; every other warning stays an error.
    '!pragma warning disable 6012',
    ...(process.env['CAUSEWAY_QUICKLY'] === undefined ? [] : ['SetCompress off']),
    `!addincludedir "${include}"`,
    script
      .replace(/^!include ".*\/StdUtils\.nsh"$/m, `!include "${join(include, 'StdUtils.nsh')}"`)
      .replaceAll(/^!addplugindir \/x86-unicode ".*"$/gm, `!addplugindir /amd64-unicode "${plugins}"`),
  ].join('\n')

if (import.meta.main) {
  const { NSISDIR: _theirs, ...env } = process.env
  const given = process.argv.slice(2).filter((value) => value !== '-')
  const defined = given.includes('-DBUILD_UNINSTALLER') ? [] : [`-DAPP_BUILD_DIR=${unpacked}`]
  const { status } = spawnSync('/usr/bin/makensis', [...defined, ...given, '-'], {
    env,
    input: forWine(await text(process.stdin)),
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  process.exit(status ?? 1)
}
