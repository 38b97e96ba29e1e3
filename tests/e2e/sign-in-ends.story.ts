import { expect, test } from './fixtures.ts'
import { beginSignIn, passChecks, signIn, signInAs } from './walk.ts'

test('consent refused in the browser', async ({ open, person, cloud }) => {
  const wizard = await open()
  await passChecks(wizard)
  await signInAs(person, await beginSignIn(wizard), cloud.demo.account)
  await person.getByRole('button', { name: 'Do not allow' }).click()
  await expect(person.getByRole('heading', { name: 'Not signed in' })).toBeVisible()
  await expect(wizard.page.getByText('Code CW2010')).toBeVisible()
  await expect(wizard.button('Next')).toBeDisabled()
  await expect(wizard.ledger).toContainText('Nothing on this server has been changed.')
})

test('cancelled in the window, then done after all', async ({ open, person, cloud }) => {
  const wizard = await open()
  await passChecks(wizard)
  await beginSignIn(wizard)
  await wizard.button('Cancel sign-in').click()
  await expect(wizard.page.getByText('Code CW2011')).toBeVisible()
  await signIn(wizard, person, cloud)
})

test('nobody signs in in time', async ({ open }) => {
  const wizard = await open({ environment: { CAUSEWAY_SIGN_IN_SECONDS: '3' } })
  await passChecks(wizard)
  await beginSignIn(wizard)
  await expect(wizard.page.getByText('Code CW2012')).toBeVisible()
  await expect(wizard.button('Sign in again')).toBeVisible()
})
