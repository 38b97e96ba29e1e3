import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryStorage } from '../../../renderer/gallery/memory-storage.ts'
import { readSession, writeSession, type Session } from '../../../renderer/session.ts'

const key = 'causeway.session'

test('what was written is read', () => {
  const storage = memoryStorage()
  const session: Session = { place: { mode: 'setup', page: 'signIn' }, drafts: { 'signIn.address': 'https://control.causeway.example' } }
  writeSession(storage, session)
  expect(readSession(storage)).toEqual(session)
})

test('whatever else stands there is an empty session', () => {
  const storage = memoryStorage()
  expect(readSession(storage)).toEqual({ drafts: {} })
  for (const text of ['', '{', 'null', '[]', '{"place":{"mode":"setup","page":"etc"}}', '{"drafts":{"a":1}}']) {
    storage.setItem(key, text)
    expect(readSession(storage)).toEqual({ drafts: {} })
  }
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      storage.setItem(key, text)
      expect(readSession(storage).drafts).toBeTypeOf('object')
    }),
  )
})
