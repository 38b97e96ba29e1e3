import { type Wizard } from './wizard.ts'
import { expect, test } from './fixtures.ts'
import { beginSignIn, passChecks, signInAs, wordsShown } from './walk.ts'

/** What a person reads on the page, apart from clocks that run. */
const readable = async (wizard: Wizard): Promise<string> => (await wizard.page.locator('body').innerText()).replace(/\d+([:.,]\d+)*/g, '#')

/** Reloads, and holds the page to what stood there before. */
const reload = async (wizard: Wizard): Promise<void> => {
  const before = await readable(wizard)
  await wizard.page.reload()
  await expect.poll(() => readable(wizard)).toBe(before)
}

test('a reload of the window on every page keeps everything', async ({ open, person, cloud }) => {
  const wizard = await open()
  const { page } = wizard
  await expect(page.getByText(/^Ready/)).toBeVisible({ timeout: 30_000 })
  await reload(wizard)
  await passChecks(wizard)
  await reload(wizard)

  const address = await beginSignIn(wizard)
  const words = await wordsShown(wizard)
  await page.reload()
  await expect(page.getByText('Waiting for you in the browser')).toBeVisible()
  expect(await wordsShown(wizard)).toBe(words)
  await signInAs(person, address, cloud.demo.account, words)
  await person.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(page.getByText(/^You may enroll connectors in \d+ /)).toBeVisible()
  await reload(wizard)

  await wizard.button('Next').click()
  await wizard.isOn('Resource location')
  await page.getByRole('radio', { name: 'Shanghai' }).click()
  await page.getByLabel('Connector name').fill('typed-before-the-reload')
  await page.getByLabel('Labels (optional)').fill('rack=B4')
  await page.reload()
  await wizard.isOn('Resource location')
  await expect(page.getByRole('radio', { name: 'Shanghai' })).toBeChecked()
  await expect(page.getByLabel('Connector name')).toHaveValue('typed-before-the-reload')
  await expect(page.getByLabel('Labels (optional)')).toHaveValue('rack=B4')
  await wizard.button('Next').click()

  await wizard.isOn('Review')
  await reload(wizard)
  cloud.pause()
  try {
    await wizard.button('Install and connect').click()
    await expect(page.getByText(/^Enrolling this server with /)).toBeVisible()
    await page.reload()
    await wizard.isOn('Installing and connecting')
    await expect(page.getByText(/^Enrolling this server with /)).toBeVisible()
  } finally {
    cloud.goOn()
  }
  await wizard.isOn('Installed and connected', 60_000)
  await reload(wizard)
  await wizard.button('Next').click()

  await expect(page.getByText(/^Working: .* round trip through /)).toBeVisible({ timeout: 30_000 })
  await page.reload()
  await wizard.isOn('Connectivity')
  await expect(page.getByText(/^Working: .* round trip through /)).toBeVisible({ timeout: 30_000 })
  await wizard.button('Finish').click()
  await wizard.isOn('Status')
  await page.reload()
  await wizard.isOn('Status')
  await expect(page.getByText(/^Working:/)).toBeVisible()
})
