import { describe, expect, test } from 'vitest'
import { languages } from '../../contract/wording/languages.ts'
import { allStates } from '../../renderer/gallery/all-states.ts'
import { openPage } from './open-page.tsx'

describe.each(languages)('in %s', (language) => {
  describe.each(Object.entries(allStates))('%s', (_, states) => {
    test.each(Object.entries(states))('%s says one thing on top and leaves no place in a sentence empty', async (_name, state) => {
      await openPage(state, language)
      const text = document.body.textContent
      expect(text).not.toMatch(/\{\w+(:\w+)?\}/)
      expect(text).not.toMatch(/undefined|\[object|NaN/)
      // A text that is missing shows as its key.
      expect(text).not.toMatch(
        /\b(shell|checkServer|signIn|resourceLocation|review|install|connectivity|status|forward|maintain|repair|enrollAgain|uninstall)\.[a-z]\w*/,
      )
      expect(document.querySelectorAll('h1')).toHaveLength(1)
      expect(document.activeElement?.tagName === 'H1' || document.activeElement?.closest('[role=alertdialog], [role=dialog]')).toBeTruthy()
      expect(document.documentElement.lang).toBe(language)
    })
  })
})
