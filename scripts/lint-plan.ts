/** Which files are to be linted again: those that changed since all was well, and those that import them, because types travel. */
import { dirname, join } from 'node:path/posix'

/** Path from the root of the project to content. */
export type Sources = ReadonlyMap<string, string>

const relativeImport = /\bfrom '(\.{1,2}\/[^']+)'/g

const importsOf = (path: string, text: string): string[] => [...text.matchAll(relativeImport)].map(([, to = '']) => join(dirname(path), to))

export const filesToLint = (sources: Sources, hash: (text: string) => string, before: Readonly<Record<string, string>>): string[] => {
  const changed = new Set([...sources].filter(([path, text]) => before[path] !== hash(text)).map(([path]) => path))
  // Who imported what is gone now is looked at again as well.
  for (const path of Object.keys(before)) if (!sources.has(path)) changed.add(path)
  return [...sources]
    .filter(([path, text]) => changed.has(path) || importsOf(path, text).some((to) => changed.has(to)))
    .map(([path]) => path)
    .sort()
}
