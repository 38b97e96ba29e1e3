import { startControlPlane } from './control-plane.ts'
import { expect, test } from './fixtures.ts'
import { chooseLocation, passChecks, signIn } from './walk.ts'

test('the control plane stops in the middle of enrollment: everything is taken back', async ({ open, person }) => {
  const own = await startControlPlane()
  try {
    const wizard = await open({ connectionFile: own.connectionFile })
    await passChecks(wizard)
    await signIn(wizard, person, own)
    await chooseLocation(wizard)
    own.pause()
    await wizard.button('Install and connect').click()
    await expect(wizard.page.getByText(/^Enrolling this server with /)).toBeVisible()
    await own.kill()
    await wizard.isOn('Installation was undone', 30_000)
    await expect(wizard.ledger).toContainText(/As it was before: \d+ changes made, \d+ taken back\./)
    await expect(wizard.button('Try again')).toBeVisible()
  } finally {
    await own.stop()
  }
})
