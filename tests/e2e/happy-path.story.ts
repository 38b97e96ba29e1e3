import { expect, test } from './fixtures.ts'
import { chooseLocation, install, passChecks, reachConnectivity, signIn } from './walk.ts'

test('from the first check to a green round trip, by mouse', async ({ open, person, cloud }) => {
  const wizard = await open()
  await passChecks(wizard)
  await expect(wizard.ledger).toContainText('Nothing on this server has been changed.')
  await signIn(wizard, person, cloud)
  await expect(wizard.page.getByText('Contoso', { exact: true })).toBeVisible()
  await chooseLocation(wizard)
  await expect(wizard.ledger).toContainText('Nothing on this server has been changed.')
  await install(wizard)
  await expect(wizard.ledger).toContainText(/\d+ changes on this server/)
  await reachConnectivity(wizard)
  await wizard.button('Finish').click()
  await wizard.isOn('Status')
  expect(wizard.complaints).toEqual([])
})
