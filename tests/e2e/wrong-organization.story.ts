import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { beginSignIn, passChecks, signInAs } from './walk.ts'

test('the account belongs to another organization than the connection file names', async ({ open, person, cloud, state }) => {
  const file = join(state, 'fabrikam.json')
  const genuine = JSON.parse(readFileSync(cloud.connectionFile, 'utf8')) as Record<string, unknown>
  writeFileSync(file, JSON.stringify({ ...genuine, organization: { id: 'org_00000000000000000fabrikam', name: 'Fabrikam' } }))
  const wizard = await open({ connectionFile: file })
  await passChecks(wizard)
  await signInAs(person, await beginSignIn(wizard), cloud.demo.account)
  await person.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(wizard.page.getByText('Code CW2016')).toBeVisible()
  await expect(wizard.page.getByText(/Fabrikam/).first()).toBeVisible()
  await expect(wizard.button('Next')).toBeDisabled()
})
