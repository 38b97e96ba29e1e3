import { expect, test } from './fixtures.ts'
import { reachReview, signIn } from './walk.ts'

test('the agent is killed in the middle of the installation, started again, and the installation resumed', async ({
  open,
  person,
  cloud,
}) => {
  const wizard = await open()
  await reachReview(wizard, person, cloud)
  cloud.pause()
  try {
    await wizard.button('Install and connect').click()
    await expect(wizard.page.getByText(/^Enrolling this server with /)).toBeVisible()
    wizard.killAgent()
    await expect(wizard.page.getByText('Setup has stopped unexpectedly')).toBeVisible()
    await expect(wizard.page.getByText('Code CW9003')).toBeVisible()
  } finally {
    cloud.goOn()
  }
  await wizard.button('Start again').click()
  await wizard.isOn('Installation was interrupted', 30_000)
  await expect(wizard.ledger).toContainText(/^Interrupted: \d+ changes? on this server\./)
  // The sign-in was only in the memory of the agent that was killed.
  await wizard.button('Sign in').click()
  await signIn(wizard, person, cloud)
  await wizard
    .button(/Install/)
    .first()
    .click()
  await wizard.button('Resume').click()
  await wizard.isOn('Installed and connected', 60_000)
})
