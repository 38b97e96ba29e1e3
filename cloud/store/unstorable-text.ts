/** Text that the database cannot hold: NUL characters (PostgreSQL) and halves of surrogate pairs (no UTF-8 for them). */

/** False for text that no query may carry. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** Where in a parsed JSON value such text stands, as a path like `body/machine/name`. Absent: nowhere. */
export const findUnstorable = (value: unknown, path: string): string | undefined => {
  // A list of what is left instead of recursion: a small body can nest deeper than the stack.
  const left: { value: unknown; path: string }[] = [{ value, path }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next.value === 'string' && !isStorable(next.value)) return next.path
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const [key, inner] of Object.entries(next.value)) {
      if (!isStorable(key)) return next.path
      left.push({ value: inner, path: next.path.length > 200 ? next.path : `${next.path}/${key.slice(0, 40)}` })
    }
  }
  return undefined
}
