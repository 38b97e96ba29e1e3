/** One-time enrollment tokens and keys of cloud services: made here, shown once, revoked here. */
import { NewEnrollmentToken, NewServiceKey } from '../../contract/control-plane-api.ts'
import { type Failure, failed } from '../../contract/error-codes.ts'
import { EnrollmentTokenId, type LocationId, ServiceKeyId } from '../../contract/ids.ts'
import { type FastifyReply } from 'fastify'
import { type Secret } from '../../contract/secret.ts'
import { html, type Html } from '../pages/html.ts'
import { wordingOf } from '../pages/wording/wording.ts'
import { type ShownToken } from '../store/enrollment-tokens.ts'
import { type ConsoleOptions } from './console-api.ts'
import { collect, mostLocations } from './overview.ts'
import { ago } from './state-sentences.ts'
import { type ConsoleRoutes, type Visit } from './visit.ts'

const missing = failed('CW5003').failure

const shownOnce = (title: string, text: string, secret: Secret, visit: Visit): Html => {
  const { frame } = wordingOf(visit.language).words
  const value = secret.reveal()
  return html`<div class="once" role="status">
    <p class="strong">${title}</p>
    <div class="command">
      <span class="mono" id="secret">${value}</span
      ><button type="button" class="small" data-copy="${value}" data-copied="${frame.copied}" hidden>${frame.copy}</button>
    </div>
    <p class="quiet">${text}</p>
  </div>`
}

const revokeForm = (action: string, label: string, name: string, visit: Visit): Html =>
  html`<form method="post" action="${action}">${visit.guard}<button class="small" aria-label="${name}">${label}</button></form>`

export const registerTokenPages = (routes: ConsoleRoutes, { store, administration, now }: ConsoleOptions): void => {
  const stateOf = (token: ShownToken, visit: Visit): string => {
    const text = visit.words.tokens
    if (token.usedAt !== undefined) return visit.say(text.used, { seconds: (now() - Date.parse(token.usedAt)) / 1000 })
    const left = (Date.parse(token.expiresAt) - now()) / 1000
    return left <= 0 ? text.expired : visit.say(text.usable, { seconds: left })
  }

  const page = async (visit: Visit, made?: Secret, failure?: Failure): Promise<FastifyReply> => {
    const { organizationId } = visit.person
    const text = visit.words.tokens
    const locations = await collect(mostLocations, (after: LocationId | undefined) =>
      store.locations.list(organizationId, { limit: 200, ...(after === undefined ? {} : { after }) }),
    )
    const names = new Map(locations.map(({ id, name }) => [id, name]))
    const tokens = await collect(1000, (after: EnrollmentTokenId | undefined) =>
      store.enrollmentTokens.list(organizationId, { limit: 200, ...(after === undefined ? {} : { after }) }),
    )
    const wanted = visit.form['locationId'] ?? visit.query('location')
    const usable = (token: ShownToken): boolean => token.usedAt === undefined && Date.parse(token.expiresAt) > now()
    return visit.show({
      tab: 'tokens',
      title: text.title,
      live: true,
      status: visit.statusOf(failure),
      body: html`${visit.said} ${visit.failureNotice(failure)}
        ${made !== undefined && shownOnce(text.onceTitle, text.onceText, made, visit)}
        <div class="head">
          <h1>${text.title}</h1>
          <p class="lead">${text.lead}</p>
        </div>
        ${
          locations.length === 0
            ? html`<p>${text.needLocation} <a href="/console/locations/new">${visit.words.locations.new}</a></p>`
            : html`<form method="post" action="/console/tokens" class="across">
                ${visit.guard}
                <div class="field">
                  <label for="location">${text.location}</label>
                  <select id="location" name="locationId">
                    ${locations.map(({ id, name }) => html`<option value="${id}" ${id === wanted && html`selected`}>${name}</option>`)}
                  </select>
                </div>
                <div class="field">
                  <label for="note">${text.note}</label><input id="note" name="note" maxlength="200" placeholder="${text.noteHint}" />
                </div>
                <button type="submit" class="primary">${text.new}</button>
              </form>`
        }
        ${
          tokens.length === 0
            ? html`<p class="quiet">${text.none}</p>`
            : html`<div class="frame">
                <table class="stacking">
                  <thead>
                    <tr>
                      <th scope="col">${text.location}</th>
                      <th scope="col">${text.note}</th>
                      <th scope="col">${text.createdBy}</th>
                      <th scope="col">${text.created}</th>
                      <th scope="col">${text.state}</th>
                      <th scope="col"><span class="hidden">${text.revoke}</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    ${tokens.toReversed().map(
                      (each) =>
                        html`<tr>
                          <td>${names.get(each.locationId)}</td>
                          <td>${each.note}</td>
                          <td>${each.createdBy}</td>
                          <td class="numbers">${ago(each.createdAt, visit, now())}</td>
                          <td>${stateOf(each, visit)}</td>
                          <td>
                            ${usable(each) && revokeForm(`/console/tokens/${each.id}/revoke`, text.revoke, visit.say(text.revokeNamed, { name: each.note === '' ? (names.get(each.locationId) ?? '') : each.note }), visit)}
                          </td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
        }`,
    })
  }

  routes.get('/tokens', 'operator', (visit) => page(visit))
  routes.post('/tokens', 'operator', async (visit) => {
    const body = NewEnrollmentToken.safeParse({ locationId: visit.form['locationId'], note: visit.form['note'] })
    if (!body.success) return page(visit, undefined, missing)
    const created = await administration.createEnrollmentToken(visit.actor, body.data.locationId, body.data.note)
    return created.ok ? page(visit, created.value.token) : page(visit, undefined, created.failure)
  })
  routes.post('/tokens/:id/revoke', 'operator', async (visit) => {
    const id = EnrollmentTokenId.safeParse(visit.parameter('id')).data
    if (id === undefined) return visit.fail(missing)
    const revoked = await administration.revokeEnrollmentToken(visit.actor, id)
    return revoked.ok ? visit.leadTo('/console/tokens', 'revoked') : visit.fail(revoked.failure)
  })
}

export const registerKeyPages = (routes: ConsoleRoutes, { store, administration, now }: ConsoleOptions): void => {
  const page = async (visit: Visit, made?: Secret, failure?: Failure): Promise<FastifyReply> => {
    const { organizationId } = visit.person
    const text = visit.words.keys
    const keys = await collect(1000, (after: ServiceKeyId | undefined) =>
      store.serviceKeys.list(organizationId, { limit: 200, ...(after === undefined ? {} : { after }) }),
    )
    return visit.show({
      tab: 'keys',
      title: text.title,
      live: true,
      status: visit.statusOf(failure),
      body: html`${visit.said} ${visit.failureNotice(failure)}
        ${made !== undefined && shownOnce(text.onceTitle, text.onceText, made, visit)}
        <div class="head">
          <h1>${text.title}</h1>
          <p class="lead">${text.lead}</p>
        </div>
        <form method="post" action="/console/keys" class="across">
          ${visit.guard}
          <div class="field">
            <label for="name">${text.name}</label><input id="name" name="name" maxlength="80" placeholder="${text.nameHint}" required />
          </div>
          <button type="submit" class="primary">${text.new}</button>
        </form>
        ${
          keys.length === 0
            ? html`<p class="quiet">${text.none}</p>`
            : html`<div class="frame">
                <table class="stacking">
                  <thead>
                    <tr>
                      <th scope="col">${text.name}</th>
                      <th scope="col">${text.created}</th>
                      <th scope="col">${text.lastUsed}</th>
                      <th scope="col"><span class="hidden">${text.revoke}</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    ${keys.map(
                      (each) =>
                        html`<tr>
                          <td>${each.name}</td>
                          <td class="numbers">${ago(each.createdAt, visit, now())}</td>
                          <td class="numbers">${ago(each.lastUsedAt, visit, now())}</td>
                          <td>
                            ${revokeForm(`/console/keys/${each.id}/revoke`, text.revoke, visit.say(text.revokeNamed, { name: each.name }), visit)}
                          </td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
        }`,
    })
  }

  routes.get('/keys', 'owner', (visit) => page(visit))
  routes.post('/keys', 'owner', async (visit) => {
    const body = NewServiceKey.safeParse({ name: visit.form['name'] })
    if (!body.success) return page(visit, undefined, failed('CW5004', { where: 'name', reason: '1–80' }).failure)
    const created = await administration.createServiceKey(visit.actor, body.data.name)
    return created.ok ? page(visit, created.value.key) : page(visit, undefined, created.failure)
  })
  routes.post('/keys/:id/revoke', 'owner', async (visit) => {
    const id = ServiceKeyId.safeParse(visit.parameter('id')).data
    if (id === undefined) return visit.fail(missing)
    const revoked = await administration.revokeServiceKey(visit.actor, id)
    return revoked.ok ? visit.leadTo('/console/keys', 'revoked') : visit.fail(revoked.failure)
  })
}
