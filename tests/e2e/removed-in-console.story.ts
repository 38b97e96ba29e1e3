import { expect, test } from './fixtures.ts'
import { install, reachConnectivity, reachReview } from './walk.ts'

test('the connector is removed in the console while Status is open', async ({ open, person, cloud }) => {
  const wizard = await open()
  await reachReview(wizard, person, cloud)
  await install(wizard)
  await reachConnectivity(wizard)
  await wizard.button('Finish').click()
  await wizard.isOn('Status')
  await expect(wizard.page.getByText(/^Working:/)).toBeVisible()

  await person.goto(`${cloud.address}/console`)
  await person.getByLabel('Email address').fill(cloud.demo.account.email)
  await person.getByLabel('Password').fill(cloud.demo.account.password)
  await person.getByRole('button', { name: 'Sign in', exact: true }).click()
  await person.getByRole('link', { name: 'Connectors' }).first().click()
  await person
    .getByRole('link', { name: await wizard.machineName() })
    .first()
    .click()
  await person
    .getByRole('link', { name: 'Remove' })
    .or(person.getByRole('button', { name: 'Remove' }))
    .first()
    .click()
  await person.getByRole('button', { name: 'Remove connector' }).click()
  await expect(wizard.page.getByText(/^Enroll again: /)).toBeVisible({ timeout: 30_000 })
  await expect(wizard.button('Enroll again…')).toBeVisible()
})
