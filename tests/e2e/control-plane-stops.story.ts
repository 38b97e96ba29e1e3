import { type Page } from '@playwright/test'
import { type ControlPlane, startControlPlane } from './control-plane.ts'
import { expect, type Opening, test } from './fixtures.ts'
import { reachReview } from './walk.ts'
import { type Wizard } from './wizard.ts'

/** On the review page, over a control plane that this story alone may stop. */
const withOwnControlPlane = async (
  open: (opening: Opening) => Promise<Wizard>,
  person: Page,
  story: (wizard: Wizard, own: ControlPlane) => Promise<void>,
): Promise<void> => {
  const own = await startControlPlane()
  try {
    const wizard = await open({ connectionFile: own.connectionFile })
    await reachReview(wizard, person, own)
    await story(wizard, own)
  } finally {
    await own.stop()
  }
}

test('the control plane is gone when enrollment is reached: everything is taken back', async ({ open, person }) => {
  await withOwnControlPlane(open, person, async (wizard, own) => {
    await own.kill()
    await wizard.button('Install and connect').click()
    await wizard.isOn('Installation was undone', 40_000)
    await expect(wizard.page.getByText('CW2002').first()).toBeVisible()
    await expect(wizard.ledger).toContainText(/As it was before: (\d+) changes made, \1 taken back\./)
    await expect(wizard.button('Try again')).toBeVisible()
  })
})

test('the control plane stops in the middle of enrollment: what may be left there is named, this server is clean', async ({
  open,
  person,
}) => {
  await withOwnControlPlane(open, person, async (wizard, own) => {
    own.pause()
    await wizard.button('Install and connect').click()
    await expect(wizard.page.getByText(/^Enrolling this server with /)).toBeVisible()
    await own.kill()
    await wizard.isOn('Installation was not undone completely', 40_000)
    await expect(wizard.ledger).toContainText(/\d+ changes made, \d+ taken back, 1 left\./)
    await expect(wizard.page.getByText('Connector registration in Munich', { exact: true })).toBeVisible()
    await expect(wizard.button('Undo again')).toBeVisible()
  })
})
