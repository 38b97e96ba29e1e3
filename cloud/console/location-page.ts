/** One location: its connectors with live health, its published resources, its name. */
import { NewLocation, NewPublishedResource, type PublishedResource } from '../../contract/control-plane-api.ts'
import { type Failure, failed } from '../../contract/error-codes.ts'
import { LocationId, ResourceId } from '../../contract/ids.ts'
import { type FastifyReply } from 'fastify'
import { html, type Html } from '../pages/html.ts'
import { downloadIcon } from '../pages/icons.ts'
import { type ConsoleOptions } from './console-api.ts'
import { confirmationPage } from './confirmation.ts'
import { connectorTable } from './connector-table.ts'
import { type LocationOverview, type Overview } from './overview.ts'
import { stateSentences, stateView } from './state-sentences.ts'
import { type ConsoleRoutes, type Visit } from './visit.ts'
import { readTarget } from '../resource-target.ts'

const idOf = (visit: Visit): LocationId | undefined => LocationId.safeParse(visit.parameter('id')).data
const missing = failed('CW5003').failure

const resourceTable = (location: LocationOverview, resources: readonly PublishedResource[], visit: Visit): Html => {
  const text = visit.words.location
  if (resources.length === 0) return html`<p class="quiet">${text.noResources}</p>`
  return html`<div class="frame">
    <table class="stacking">
      <thead>
        <tr>
          <th scope="col">${text.name}</th>
          <th scope="col">${text.protocol}</th>
          <th scope="col">${text.target}</th>
          <th scope="col">${text.address}</th>
          ${visit.may('operator') && html`<th scope="col"><span class="hidden">${text.manage}</span></th>`}
        </tr>
      </thead>
      <tbody>
        ${resources.map(
          (each) =>
            html`<tr>
              <td>${each.name}</td>
              <td>${text[each.protocol]}</td>
              <td class="mono">${each.target}</td>
              <td class="mono">/connect/<wbr />${location.id}/<wbr />${each.name}</td>
              ${
                visit.may('operator') &&
                html`<td>
                  <a
                    class="button small"
                    href="/console/locations/${location.id}/resources/${each.id}/withdraw"
                    aria-label="${visit.say(text.withdrawNamed, { name: each.name })}"
                    >${text.withdraw}</a
                  >
                </td>`
              }
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

const publishForm = (location: LocationOverview, visit: Visit): Html => {
  const text = visit.words.location
  return html`<section class="section">
    <h2>${text.publishTitle}</h2>
    <form method="post" action="/console/locations/${location.id}/resources" class="across">
      ${visit.guard}
      <div class="field">
        <label for="name">${text.resourceName}</label
        ><input
          id="name"
          name="name"
          class="mono"
          maxlength="63"
          pattern="[a-z0-9][a-z0-9\\-]*"
          aria-describedby="rules"
          value="${visit.form['name'] ?? ''}"
          required
        />
      </div>
      <div class="field">
        <label for="protocol">${text.protocol}</label>
        <select id="protocol" name="protocol">
          <option value="tcp">${text.tcp}</option>
          <option value="web" ${visit.form['protocol'] === 'web' && html`selected`}>${text.web}</option>
        </select>
      </div>
      <div class="field">
        <label for="target">${text.target}</label
        ><input
          id="target"
          name="target"
          class="mono"
          maxlength="300"
          aria-describedby="rules"
          value="${visit.form['target'] ?? ''}"
          required
        />
      </div>
      <button type="submit">${text.publish}</button>
    </form>
    <p class="note" id="rules">${text.resourceNameRule} ${text.targetRule}</p>
  </section>`
}

const manageForms = (location: LocationOverview, visit: Visit): Html => {
  const text = visit.words.location
  return html`<section class="section">
    <h2>${text.renameTitle}</h2>
    <form method="post" action="/console/locations/${location.id}/name" class="across">
      ${visit.guard}
      <div class="field">
        <label for="location-name" class="hidden">${text.renameTitle}</label
        ><input id="location-name" name="name" value="${location.name}" maxlength="80" required />
      </div>
      <button type="submit">${text.rename}</button>
      ${location.members.length === 0 && html`<a class="button danger push" href="/console/locations/${location.id}/delete">${text.delete}</a>`}
    </form>
  </section>`
}

export const registerLocationPage = (routes: ConsoleRoutes, overview: Overview, { store, administration, now }: ConsoleOptions): void => {
  const live = (location: LocationOverview, visit: Visit): { state: Html; connectors: Html } => ({
    state: stateView(location.state, location.name, visit, now()),
    connectors: connectorTable(location.members, visit, now()),
  })

  const page = async (visit: Visit, failure?: Failure): Promise<FastifyReply> => {
    const id = idOf(visit)
    const location = id === undefined ? undefined : await overview.one(visit.person.organizationId, id)
    if (location === undefined) return visit.fail(missing)
    const { words, person } = visit
    const text = words.location
    const resources = (await store.publishedResources.list(person.organizationId, location.id, { limit: 200 })).items
    const parts = live(location, visit)
    return visit.show({
      tab: 'locations',
      title: location.name,
      live: true,
      status: visit.statusOf(failure),
      body: html`${visit.said} ${visit.failureNotice(failure)}
        <div class="title">
          <div class="head">
            <p class="crumbs"><a href="/console/locations">${text.crumbs}</a> / ${location.name}</p>
            <h1>${location.name}</h1>
          </div>
          <a class="button primary push" href="/console/locations/${location.id}/download">${downloadIcon}${text.add}</a>
        </div>
        <div id="state" data-live="/console/live/locations/${location.id}">${parts.state}</div>
        <section class="section">
          <h2>${text.connectors}</h2>
          <div id="connectors">${parts.connectors}</div>
        </section>
        <section class="section">
          <h2>${text.resources}</h2>
          ${resourceTable(location, resources, visit)}
        </section>
        ${visit.may('operator') && html`${publishForm(location, visit)} ${manageForms(location, visit)}`}
        <p class="hidden" role="status" aria-label="${words.announce}" data-announce></p>`,
    })
  }

  routes.get('/locations/:id', 'reader', (visit) => page(visit))

  routes.get('/live/locations/:id', 'reader', async (visit) => {
    const id = idOf(visit)
    const location = id === undefined ? undefined : await overview.one(visit.person.organizationId, id)
    if (location === undefined) return visit.reply.code(404).send({ code: 'CW5003' })
    const { state, connectors } = live(location, visit)
    // Spoken is only how it stands, without the running time, or it would be read every two seconds.
    const [said] = stateSentences(
      { ...location.state, ...('since' in location.state ? { since: now() } : {}) },
      location.name,
      visit,
      now(),
    )
    return visit.reply
      .header('cache-control', 'no-store')
      .send({ state: { html: String(state), said }, connectors: { html: String(connectors) } })
  })

  const newPage = (visit: Visit, failure?: Failure): FastifyReply => {
    const text = visit.words.location
    return visit.show({
      tab: 'locations',
      title: text.newTitle,
      status: visit.statusOf(failure),
      body: html`${visit.failureNotice(failure)}
        <div class="head">
          <p class="crumbs"><a href="/console/locations">${text.crumbs}</a></p>
          <h1>${text.newTitle}</h1>
          <p class="lead">${text.newLead}</p>
        </div>
        <form method="post" action="/console/locations" class="narrow fields">
          ${visit.guard}
          <div class="field">
            <label for="name">${text.renameTitle}</label
            ><input id="name" name="name" maxlength="80" value="${visit.form['name'] ?? ''}" required autofocus />
          </div>
          <div class="row end">
            <a class="button" href="/console/locations">${text.cancel}</a><button type="submit" class="primary">${text.create}</button>
          </div>
        </form>`,
    })
  }
  routes.get('/locations/new', 'operator', async (visit) => newPage(visit))

  const badName = failed('CW5004', { where: 'name', reason: '1–80' }).failure
  routes.post('/locations', 'operator', async (visit) => {
    const body = NewLocation.safeParse({ name: visit.form['name'] })
    if (!body.success) return newPage(visit, badName)
    const created = await administration.createLocation(visit.actor, body.data.name)
    return created.ok ? visit.leadTo(`/console/locations/${created.value.id}`, 'created') : newPage(visit, created.failure)
  })

  routes.post('/locations/:id/name', 'operator', async (visit) => {
    const id = idOf(visit)
    const body = NewLocation.safeParse({ name: visit.form['name'] })
    if (id === undefined) return visit.fail(missing)
    if (!body.success) return page(visit, badName)
    const renamed = await administration.renameLocation(visit.actor, id, body.data.name)
    return renamed.ok ? visit.leadTo(`/console/locations/${id}`, 'renamed') : page(visit, renamed.failure)
  })

  routes.get('/locations/:id/delete', 'operator', async (visit) => {
    const id = idOf(visit)
    const location = id === undefined ? undefined : await store.locations.get(visit.person.organizationId, id)
    if (location === undefined) return visit.fail(missing)
    const text = visit.words.location
    const title = visit.say(text.deleteTitle, { name: location.name })
    const back = `/console/locations/${location.id}`
    return visit.show(
      confirmationPage({ tab: 'locations', title, text: text.deleteText, action: `${back}/delete`, button: text.delete, back }, visit),
    )
  })

  routes.post('/locations/:id/delete', 'operator', async (visit) => {
    const id = idOf(visit)
    if (id === undefined) return visit.fail(missing)
    const deleted = await administration.deleteLocation(visit.actor, id)
    return deleted.ok ? visit.leadTo('/console/locations', 'deleted') : visit.fail(deleted.failure)
  })

  routes.post('/locations/:id/resources', 'operator', async (visit) => {
    const id = idOf(visit)
    if (id === undefined) return visit.fail(missing)
    const body = NewPublishedResource.safeParse({
      name: visit.form['name'],
      protocol: visit.form['protocol'],
      target: visit.form['target'],
    })
    if (!body.success)
      return page(
        visit,
        failed('CW5004', { where: body.error.issues[0]?.path.join('/') ?? '', reason: visit.words.location.resourceNameRule }).failure,
      )
    const target = readTarget(body.data)
    if (!target.ok) return page(visit, target.failure)
    const published = await administration.publishResource(visit.actor, id, body.data)
    return published.ok ? visit.leadTo(`/console/locations/${id}`, 'published') : page(visit, published.failure)
  })

  routes.get('/locations/:id/resources/:resource/withdraw', 'operator', async (visit) => {
    const id = idOf(visit)
    const resourceId = ResourceId.safeParse(visit.parameter('resource')).data
    if (id === undefined || resourceId === undefined) return visit.fail(missing)
    const resource = await store.publishedResources.get(visit.person.organizationId, id, resourceId)
    if (resource === undefined) return visit.fail(missing)
    const text = visit.words.location
    const title = visit.say(text.withdrawTitle, { name: resource.name })
    const back = `/console/locations/${id}`
    const action = `${back}/resources/${resource.id}/withdraw`
    return visit.show(
      confirmationPage({ tab: 'locations', title, text: text.withdrawText, action, button: text.withdrawButton, back }, visit),
    )
  })

  routes.post('/locations/:id/resources/:resource/withdraw', 'operator', async (visit) => {
    const id = idOf(visit)
    const resource = ResourceId.safeParse(visit.parameter('resource')).data
    if (id === undefined || resource === undefined) return visit.fail(missing)
    const withdrawn = await administration.withdrawResource(visit.actor, id, resource)
    return withdrawn.ok ? visit.leadTo(`/console/locations/${id}`, 'withdrawn') : visit.fail(withdrawn.failure)
  })
}
