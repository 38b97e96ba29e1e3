import { expect, test } from './fixtures.ts'
import { reachReview } from './walk.ts'

test('an installation is cancelled and rolled back, then done after all', async ({ open, person, cloud }) => {
  const wizard = await open()
  await reachReview(wizard, person, cloud)
  cloud.pause()
  try {
    await wizard.button('Install and connect').click()
    await expect(wizard.page.getByText(/^Enrolling this server with /)).toBeVisible()
    await wizard.button('Cancel and undo').click()
    await wizard.page.getByRole('alertdialog').getByRole('button', { name: 'Cancel and undo' }).click()
  } finally {
    cloud.goOn()
  }
  await wizard.isOn('Installation was cancelled', 30_000)
  await expect(wizard.ledger).toContainText(/As it was before: \d+ changes made, \d+ taken back\./)
  await wizard.button('Try again').click()
  await wizard.isOn('Installed and connected', 60_000)
})
