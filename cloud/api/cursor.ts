/** Cursors of lists: opaque to callers, the last identifier of the page before. */
import { type z } from 'zod'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type Page, type PageRequest } from '../store/page.ts'

export const encodeCursor = (id: string): string => Buffer.from(`1:${id}`).toString('base64url')

/** CW5004 when the cursor is not one of ours for this kind of identifier. */
export const decodeCursor = <S extends z.ZodType<string>>(cursor: string, schema: S): Result<z.output<S>> => {
  const text = Buffer.from(cursor, 'base64url').toString('latin1')
  const id = schema.safeParse(text.slice(2))
  // Decoding ignores what it does not know, so that only the way back shows a cursor that was altered.
  return text.startsWith('1:') && id.success && encodeCursor(id.data) === cursor
    ? succeeded(id.data)
    : failed('CW5004', { where: 'query/cursor', reason: 'It was not made by this list.' })
}

export const pageRequest = <S extends z.ZodType<string>>(
  query: { limit: number; cursor?: string | undefined },
  schema: S,
): Result<PageRequest<z.output<S>>> => {
  if (query.cursor === undefined) return succeeded({ limit: query.limit })
  const after = decodeCursor(query.cursor, schema)
  return after.ok ? succeeded({ limit: query.limit, after: after.value }) : after
}

export const shownPage = <T>({ items, next }: Page<T, string>): { items: T[]; next?: string } => ({
  items,
  ...(next === undefined ? {} : { next: encodeCursor(next) }),
})
