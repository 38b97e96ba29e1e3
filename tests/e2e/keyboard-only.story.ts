import { type Locator, type Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { wordsShown } from './walk.ts'

/** Goes on with Tab until `target` has the focus, as a person without a mouse does. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${target.toString()}`)
}

test('from the first check to a green round trip, by keyboard only', async ({ open, person, cloud }) => {
  const wizard = await open()
  const { page } = wizard
  const press = async (name: string): Promise<void> => {
    const button = wizard.button(name)
    await expect(button).toBeEnabled()
    await tabTo(page, button)
    await page.keyboard.press('Enter')
  }
  await wizard.isOn('Check this server')
  await expect(page.getByText(/^Ready/)).toBeVisible({ timeout: 30_000 })
  await press('Next')

  await wizard.isOn('Sign in')
  await expect(wizard.heading).toBeFocused()
  await press('Sign in with your browser')
  await person.goto(await wizard.openedAddress())
  await expect(person.getByLabel('Email address')).toBeFocused()
  await person.keyboard.type(cloud.demo.account.email)
  await person.keyboard.press('Tab')
  await person.keyboard.type(cloud.demo.account.password)
  await person.keyboard.press('Enter')
  await expect(person.locator('.words')).toHaveText(await wordsShown(wizard))
  await tabTo(person, person.getByRole('button', { name: 'Allow', exact: true }))
  await person.keyboard.press('Enter')
  await expect(page.getByText(/^Signed in as /)).toBeVisible()
  await press('Next')

  await wizard.isOn('Resource location')
  const list = page.getByRole('radio')
  await expect(list.first()).toBeVisible()
  for (
    let presses = 0;
    presses < 40 &&
    !(await page.evaluate(
      () => document.activeElement?.getAttribute('role') === 'radio' || document.activeElement?.matches('input[type=radio]') === true,
    ));
    presses += 1
  )
    await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(1)
  await press('Next')

  await wizard.isOn('Review')
  await press('Install and connect')
  await wizard.isOn('Installed and connected', 60_000)
  await press('Next')
  await expect(page.getByText(/^Working: .* round trip through /)).toBeVisible({ timeout: 30_000 })
})
