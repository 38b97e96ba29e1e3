import { expect, test } from './fixtures.ts'
import { passChecks } from './walk.ts'

test('a failure is accepted with a reason, which is kept, and can be withdrawn', async ({ open }) => {
  const wizard = await open({ server: 'pending-reboot' })
  const { page } = wizard
  await expect(page.getByText(/^Not ready: /)).toBeVisible({ timeout: 30_000 })
  await expect(wizard.button('Next')).toBeDisabled()
  await wizard.button('Continue without this check…').click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Continue without this check' })).toBeDisabled()
  await dialog.getByLabel('Why are you continuing?').fill('The restart is planned for tonight, the update is small.')
  await dialog.getByRole('button', { name: 'Continue without this check' }).click()
  await expect(wizard.button('Next')).toBeEnabled()
  await expect(page.getByText('Accepted').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Accepted').first()).toBeVisible()
  await expect(wizard.button('Next')).toBeEnabled()
  await passChecks(wizard)
})
