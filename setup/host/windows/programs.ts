/** Installed programs, from both views of the `Uninstall` keys. */
import { type Fact, known, type Program } from '../fact-sections.ts'
import { registrySubkeys, registryText } from './registry.ts'

const uninstallKeys = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
]

const textOr = (fact: Fact<string>, otherwise: string): string => (fact.is === 'known' ? fact.value : otherwise)

/** Entries without a name are parts of others and are shown nowhere in Windows either. */
const programsUnder = (parent: string, names: readonly string[]): Program[] =>
  names.flatMap((key) => {
    const path = `${parent}\\${key}`
    const name = textOr(registryText(path, 'DisplayName'), '').trim()
    if (name === '') return []
    const version = textOr(registryText(path, 'DisplayVersion'), '').slice(0, 100)
    return [{ name: name.slice(0, 300), version, publisher: textOr(registryText(path, 'Publisher'), '').slice(0, 300) }]
  })

export const installedPrograms = (): Fact<Program[]> => {
  const found: Program[] = []
  for (const parent of uninstallKeys) {
    const names = registrySubkeys(parent)
    if (names.is === 'unknown') return names
    if (names.is === 'known') found.push(...programsUnder(parent, names.value))
  }
  return known(found)
}
