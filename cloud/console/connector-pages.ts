/** All connectors; one connector with drain and remove. */
import { type Connector } from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { ConnectorId } from '../../contract/ids.ts'
import { time } from '../../contract/wording/format.ts'
import { html, type Html } from '../pages/html.ts'
import { facts } from '../pages/shell.ts'
import { confirmationPage } from './confirmation.ts'
import { connectorTable } from './connector-table.ts'
import { type ConsoleOptions } from './console-api.ts'
import { type Overview } from './overview.ts'
import { ago, healthView } from './state-sentences.ts'
import { type ConsoleRoutes, type Visit } from './visit.ts'

const missing = failed('CW5003').failure

export const registerConnectorPages = (
  routes: ConsoleRoutes,
  overview: Overview,
  { store, administration, shown, now }: ConsoleOptions,
): void => {
  const idOf = (visit: Visit): ConnectorId | undefined => ConnectorId.safeParse(visit.parameter('id')).data
  const find = async (visit: Visit): Promise<Connector | undefined> => {
    const id = idOf(visit)
    const row = id === undefined ? undefined : await store.connectors.get(visit.person.organizationId, id)
    return row === undefined ? undefined : shown(row)
  }
  const locationName = async (visit: Visit, connector: Connector): Promise<string> =>
    (await store.locations.get(visit.person.organizationId, connector.locationId))?.name ?? ''

  const allTable = async (visit: Visit): Promise<Html> => {
    const locations = await overview.all(visit.person.organizationId)
    const names = new Map(locations.map(({ id, name }) => [id, name]))
    return connectorTable(
      locations.flatMap(({ members }) => members),
      visit,
      now(),
      ({ locationId }) => names.get(locationId) ?? '',
    )
  }

  routes.get('/connectors', 'reader', async (visit) => {
    const { title } = visit.words.connector
    return visit.show({
      tab: 'connectors',
      title,
      live: true,
      body: html`${visit.said}
        <h1>${title}</h1>
        <div id="connectors" data-live="/console/live/connectors">${await allTable(visit)}</div>`,
    })
  })
  routes.get('/live/connectors', 'reader', async (visit) =>
    visit.reply.header('cache-control', 'no-store').send({ connectors: { html: String(await allTable(visit)) } }),
  )

  const factsOf = (connector: Connector, location: string, visit: Visit): Html => {
    const { words, language } = visit
    const text = words.connector
    return facts([
      [words.location.state, healthView(connector, visit)],
      [text.location, html`<a href="/console/locations/${connector.locationId}">${location}</a>`],
      [words.location.machine, connector.machineName],
      [text.system, `${connector.operatingSystem}${connector.simulated ? ` – ${words.location.simulated}` : ''}`],
      [words.location.version, connector.version],
      [words.location.sessions, String(connector.sessions)],
      [words.location.lastContact, ago(connector.lastContact, visit, now())],
      [text.certificate, time(connector.certificateExpiresAt, language)],
      [text.enrolled, time(connector.enrolledAt, language)],
      connector.labels.length > 0 && ([text.labels, connector.labels.map(({ key, value }) => `${key}=${value}`).join(', ')] as const),
    ])
  }

  routes.get('/connectors/:id', 'reader', async (visit) => {
    const connector = await find(visit)
    if (connector === undefined) return visit.fail(missing)
    const { words, guard } = visit
    const text = words.connector
    return visit.show({
      tab: 'connectors',
      title: connector.name,
      live: true,
      body: html`${visit.said}
        <div class="head">
          <p class="crumbs"><a href="/console/connectors">${text.title}</a> / ${connector.name}</p>
          <h1>${connector.name}</h1>
        </div>
        <div id="facts" data-live="/console/live/connectors/${connector.id}">
          ${factsOf(connector, await locationName(visit, connector), visit)}
        </div>
        ${
          visit.may('operator') &&
          html`<section class="section">
            <p class="quiet">${text.drainText}</p>
            <div class="row">
              <form method="post" action="/console/connectors/${connector.id}/drain">
                ${guard}<input type="hidden" name="draining" value="${connector.draining ? 'no' : 'yes'}" />
                <button type="submit">${connector.draining ? text.undrain : text.drain}</button>
              </form>
              <a class="button danger" href="/console/connectors/${connector.id}/remove">${text.remove}</a>
            </div>
          </section>`
        }`,
    })
  })
  routes.get('/live/connectors/:id', 'reader', async (visit) => {
    const connector = await find(visit)
    if (connector === undefined) return visit.reply.code(404).send({ code: 'CW5003' })
    return visit.reply
      .header('cache-control', 'no-store')
      .send({ facts: { html: String(factsOf(connector, await locationName(visit, connector), visit)) } })
  })

  routes.post('/connectors/:id/drain', 'operator', async (visit) => {
    const id = idOf(visit)
    if (id === undefined) return visit.fail(missing)
    const draining = visit.form['draining'] === 'yes'
    const done = await administration.setDraining(visit.actor, id, draining)
    return done.ok ? visit.leadTo(`/console/connectors/${id}`, draining ? 'draining' : 'drained') : visit.fail(done.failure)
  })

  routes.get('/connectors/:id/remove', 'operator', async (visit) => {
    const connector = await find(visit)
    if (connector === undefined) return visit.fail(missing)
    const text = visit.words.connector
    const location = await overview.one(visit.person.organizationId, connector.locationId)
    const title = visit.say(text.removeTitle, { name: connector.name })
    const isLast =
      location !== undefined &&
      location.members.every((each) => each.id === connector.id || each.health === 'offline' || each.health === 'never')
    const address = `/console/connectors/${connector.id}`
    return visit.show(
      confirmationPage(
        {
          tab: 'connectors',
          title,
          text: text.removeText,
          warning: isLast && visit.say(text.last, { location: location.name }),
          action: `${address}/remove`,
          button: text.removeButton,
          back: address,
        },
        visit,
      ),
    )
  })

  routes.post('/connectors/:id/remove', 'operator', async (visit) => {
    const connector = await find(visit)
    if (connector === undefined) return visit.fail(missing)
    const removed = await administration.removeConnector(visit.actor, connector.id)
    return removed.ok ? visit.leadTo(`/console/locations/${connector.locationId}`, 'removed') : visit.fail(removed.failure)
  })
}
