/** The licences of everything that is shipped, in one file for people. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type BundledPackage } from './bundled-packages.ts'

const Manifest = z.object({
  license: z.string().optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
  homepage: z.string().optional(),
})

export interface ThirdParty {
  readonly name: string
  readonly version: string
  /** As the package names it (SPDX). */
  readonly licence: string
  readonly homepage: string | undefined
  readonly texts: readonly string[]
}

const holdsLicence = /^(licen[cs]e|copying|notice)([-.].*)?$/i

export const thirdPartyOf = ({ name, version, folder }: BundledPackage): ThirdParty => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const files = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()) : []
  return {
    name,
    version,
    licence: manifest.license ?? manifest.licenses?.map(({ type }) => type).join(' OR ') ?? 'unknown',
    homepage: manifest.homepage,
    texts: files
      .map((entry) => entry.name)
      .filter((file) => holdsLicence.test(file))
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').trim()),
  }
}

const rule = '-'.repeat(80)

/** Same texts are printed once, under the names of all that have them. */
export const licencesText = (all: readonly ThirdParty[]): string => {
  const byText = new Map<string, ThirdParty[]>()
  for (const one of all) {
    const text = one.texts.length === 0 ? `${one.licence} (the package holds no text of its licence)` : one.texts.join(`\n\n`)
    byText.set(text, [...(byText.get(text) ?? []), one])
  }
  const parts = [...byText].map(([text, owners]) => {
    const names = owners.map(({ name, version, licence }) => `${name} ${version} (${licence})`)
    return `${rule}\n${names.join('\n')}\n${rule}\n\n${text.replace(/\r\n/g, '\n')}\n`
  })
  const opening =
    'Causeway is under the Apache License 2.0 (see LICENSE.txt). It holds the software listed here. The licences of Electron and\nChromium are in LICENSE.electron.txt and LICENSES.chromium.html, those of the parts of Node.js at https://github.com/nodejs/node/blob/v22.x/LICENSE.\n'
  return [opening, ...parts].join('\n').replaceAll('\n', '\r\n')
}

/** Licences that may be shipped with a product under the Apache License 2.0 without further duties than naming them. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
])

/** Whether one of the alternatives of an SPDX expression is accepted. */
export const isAccepted = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(/ OR /i)
    .some((alternative) => alternative.split(/ AND /i).every((name) => accepted.has(name.trim())))
