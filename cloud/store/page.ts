/** Pages of a list: rows in the order of their identifiers, which is the order in which they were made. */

export interface PageRequest<Id> {
  limit: number
  /** Absent: from the first row. */
  after?: Id
}

export interface Page<T, Id> {
  items: T[]
  /** Absent on the last page. */
  next?: Id
}

/** @param rows up to `limit + 1` rows: the one too many says that there is a next page. */
export const pageOfRows = <T extends { id: Id }, Id>(rows: readonly T[], limit: number): Page<T, Id> => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: last.id } : { items }
}
