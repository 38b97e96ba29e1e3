/** Ways through the wizard that stories share, each ending on the page it names. */
import { expect, type Page } from '@playwright/test'
import { type ControlPlane } from './control-plane.ts'
import { type Wizard } from './wizard.ts'

/** Checks are made; nothing stands in the way. */
export const passChecks = async (wizard: Wizard): Promise<void> => {
  await wizard.isOn('Check this server')
  await expect(wizard.page.getByText(/^Ready/)).toBeVisible({ timeout: 30_000 })
  await wizard.button('Next').click()
  await wizard.isOn('Sign in')
}

/** Presses the button and returns the address that the system's browser would show. */
export const beginSignIn = async (wizard: Wizard): Promise<string> => {
  await wizard.button(/^Sign in (with your browser|again)$/).click()
  await expect(wizard.page.getByText('Waiting for you in the browser')).toBeVisible()
  return wizard.openedAddress()
}

/** The person's part, up to the page that asks for consent. Compares the words, as the window tells them to. */
export const signInAs = async (
  person: Page,
  address: string,
  { email, password }: ControlPlane['demo']['account'],
  words?: string,
): Promise<void> => {
  await person.goto(address)
  const form = person.getByLabel('Email address')
  const consent = person.getByRole('heading', { name: 'Let this server join your organization?' })
  await expect(form.or(consent)).toBeVisible()
  // A browser that is still signed in goes straight to consent.
  if (await form.isVisible()) {
    await form.fill(email)
    await person.getByLabel('Password').fill(password)
    await person.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  await expect(consent).toBeVisible()
  if (words !== undefined) await expect(person.locator('.words')).toHaveText(words)
}

export const wordsShown = async (wizard: Wizard): Promise<string> => wizard.page.getByText(/^[A-Z]{3,12} [0-9]{2}$/).innerText()

export const signIn = async (wizard: Wizard, person: Page, cloud: ControlPlane): Promise<void> => {
  const address = await beginSignIn(wizard)
  await signInAs(person, address, cloud.demo.account, await wordsShown(wizard))
  await person.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(person.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  await expect(wizard.page.getByText(/^Signed in as /)).toBeVisible()
}

export const chooseLocation = async (
  wizard: Wizard,
  location = 'Munich',
  look: () => Promise<void> = async () => undefined,
): Promise<void> => {
  await wizard.button('Next').click()
  await wizard.isOn('Resource location')
  await wizard.page.getByRole('radio', { name: location }).click()
  await look()
  await wizard.button('Next').click()
  await wizard.isOn('Review')
}

/** From the first page to the last before anything is changed. */
export const reachReview = async (wizard: Wizard, person: Page, cloud: ControlPlane): Promise<void> => {
  await passChecks(wizard)
  await signIn(wizard, person, cloud)
  await chooseLocation(wizard)
}

export const install = async (wizard: Wizard): Promise<void> => {
  await wizard.button('Install and connect').click()
  await wizard.isOn('Installed and connected', 60_000)
}

/** To the green round trip. */
export const reachConnectivity = async (wizard: Wizard): Promise<void> => {
  await wizard.button('Next').click()
  await wizard.isOn('Connectivity')
  await expect(wizard.page.getByText(/^Working: .* round trip through /)).toBeVisible({ timeout: 30_000 })
}
