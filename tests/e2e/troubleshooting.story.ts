import { expect, test } from './fixtures.ts'
import { install, reachConnectivity, reachReview } from './walk.ts'

test('logs, settings, bundle, repair and uninstall of an installed connector', async ({ open, person, cloud }) => {
  test.setTimeout(240_000)
  const wizard = await open()
  const { page } = wizard
  const to = async (name: string) => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name, exact: true }).click()
    await wizard.isOn(name)
  }
  const footer = (name: string) => wizard.ledger.getByRole('button', { name, exact: true })

  await reachReview(wizard, person, cloud)
  await install(wizard)
  await reachConnectivity(wizard)
  await wizard.button('Finish').click()
  await wizard.isOn('Status')

  await to('Logs')
  await expect(page.getByText(/^\d+ of \d+ lines$/)).toBeVisible()
  await page.getByLabel('From').selectOption('Service')
  await expect(page.getByRole('table', { name: 'Lines of the logs' })).toBeVisible()

  await to('Settings')
  await page.getByLabel('Log', { exact: true }).selectOption('Detail')
  await footer('Review changes…').click()
  await wizard.button('Change and start again').click()
  await expect(page.getByText('Changed: the channel is open with the new settings')).toBeVisible({ timeout: 120_000 })

  await to('Support bundle')
  await expect(page.getByRole('list', { name: 'Files of the bundle' })).toBeVisible({ timeout: 60_000 })
  await expect(footer('Save bundle…')).toBeEnabled({ timeout: 60_000 })

  await to('Repair')
  await expect(page.getByText('Everything is as setup left it')).toBeVisible({ timeout: 30_000 })
  // Somebody stops the service: repair says so first, then starts it again.
  await to('Status')
  await wizard.button('Stop service').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop service' }).click()
  await expect(page.getByText(/^The service is stopped/)).toBeVisible({ timeout: 30_000 })
  await to('Repair')
  await expect(page.getByText(/actions? (is|are) no longer as (it was|they were) left$/)).toBeVisible({ timeout: 30_000 })
  await footer('Repair').click()
  await expect(page.getByText(/^Repaired: \d+ actions? (was|were) done again$/)).toBeVisible({ timeout: 120_000 })

  await to('Uninstall')
  await expect(page.getByRole('list', { name: 'What is taken back' })).toBeVisible()
  await footer('Uninstall…').click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Uninstall', exact: true }).click()
  await expect(wizard.ledger).toContainText(/As it was before: (\d+) changes made, \1 taken back/, { timeout: 120_000 })
})
