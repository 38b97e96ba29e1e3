import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { beginSignIn, chooseLocation, install, passChecks, reachConnectivity, signInAs } from './walk.ts'
import { type Wizard } from './wizard.ts'

const themes = [
  { name: 'light', media: { colorScheme: 'light', forcedColors: 'none' } },
  { name: 'dark', media: { colorScheme: 'dark', forcedColors: 'none' } },
  { name: 'high contrast', media: { colorScheme: 'dark', forcedColors: 'active' } },
] as const

/** Holds the present page to axe's rules in every theme. */
const examine = async (wizard: Wizard, page: string): Promise<void> => {
  for (const { name, media } of themes) {
    await wizard.page.emulateMedia(media)
    // Without legacy mode axe would open a page of its own, which the window refuses.
    const { violations } = await new AxeBuilder({ page: wizard.page }).setLegacyMode(true).analyze()
    expect(violations.map(({ id, nodes }) => `${page}, ${name}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }
  await wizard.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
}

test('axe finds nothing on any page in any theme', async ({ open, person, cloud }) => {
  test.setTimeout(180_000)
  const wizard = await open()
  await expect(wizard.page.getByText(/^Ready/)).toBeVisible({ timeout: 30_000 })
  await examine(wizard, 'checks')
  await passChecks(wizard)
  await examine(wizard, 'sign-in')
  const address = await beginSignIn(wizard)
  await examine(wizard, 'sign-in, waiting')
  await signInAs(person, address, cloud.demo.account)
  await person.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(wizard.page.getByText(/^Signed in as /)).toBeVisible()
  await examine(wizard, 'signed in')
  await chooseLocation(wizard, 'Munich', () => examine(wizard, 'resource location'))
  await examine(wizard, 'review')
  await install(wizard)
  await examine(wizard, 'install')
  await reachConnectivity(wizard)
  await examine(wizard, 'connectivity')
  await wizard.button('Finish').click()
  await wizard.isOn('Status')
  await examine(wizard, 'status')
})

test('axe finds nothing where a check blocks', async ({ open }) => {
  const wizard = await open({ server: 'domain-controller' })
  await expect(wizard.page.getByText(/^Not ready: /)).toBeVisible({ timeout: 30_000 })
  await examine(wizard, 'checks, blocked')
})
