import { expect, test } from './fixtures.ts'

test('a domain controller is refused, and no reason outweighs it', async ({ open }) => {
  const wizard = await open({ server: 'domain-controller' })
  await wizard.isOn('Check this server')
  await expect(wizard.page.getByText(/^Not ready: /)).toBeVisible({ timeout: 30_000 })
  await expect(wizard.page.getByText('No reason outweighs this one: it has to be fixed.').first()).toBeVisible()
  await expect(wizard.button('Next')).toBeDisabled()
  await expect(wizard.button('Continue without this check…')).toHaveCount(0)
  await expect(wizard.ledger).toContainText('Nothing on this server has been changed.')
})
