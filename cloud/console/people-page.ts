/** People of the organization, and whether they may sign in with a device code. */
import { type Failure, failed } from '../../contract/error-codes.ts'
import { UserId } from '../../contract/ids.ts'
import { type FastifyReply } from 'fastify'
import { html } from '../pages/html.ts'
import { wordingOf } from '../pages/wording/wording.ts'
import { NewPerson } from '../sign-in/people.ts'
import { confirmationPage } from './confirmation.ts'
import { type ConsoleOptions } from './console-api.ts'
import { type ConsoleRoutes, type Visit } from './visit.ts'

const missing = failed('CW5003').failure
const roles = ['owner', 'operator', 'reader'] as const

export const registerPeoplePage = (
  routes: ConsoleRoutes,
  { door: { people }, publicUrl }: Pick<ConsoleOptions, 'door' | 'publicUrl'>,
): void => {
  const page = async (visit: Visit, link?: string, failure?: Failure): Promise<FastifyReply> => {
    const { words, guard, person, say } = visit
    const text = words.people
    const { words: frame } = wordingOf(visit.language)
    const members = await people.list(person.organizationId)
    const allowed = await people.deviceCodesAllowed(person.organizationId)
    const address = link === undefined ? '' : `${publicUrl}${link}`
    return visit.show({
      tab: 'people',
      title: text.title,
      live: true,
      status: visit.statusOf(failure),
      body: html`${visit.said} ${visit.failureNotice(failure)}
        ${
          link !== undefined &&
          html`<div class="once" role="status">
            <p class="strong">${text.linkTitle}</p>
            <div class="command">
              <span class="mono" id="secret">${address}</span
              ><button type="button" class="small" data-copy="${address}" data-copied="${frame.frame.copied}" hidden>
                ${frame.frame.copy}
              </button>
            </div>
            <p class="quiet">${text.linkText}</p>
          </div>`
        }
        <div class="head">
          <h1>${text.title}</h1>
          <p class="lead">${text.lead}</p>
        </div>
        <form method="post" action="/console/people" class="across">
          ${guard}
          <div class="field">
            <label for="email">${frame.signIn.email}</label
            ><input id="email" name="email" type="email" maxlength="254" autocomplete="off" value="${visit.form['email'] ?? ''}" required />
          </div>
          <div class="field">
            <label for="name">${text.name}</label
            ><input id="name" name="name" maxlength="120" autocomplete="off" value="${visit.form['name'] ?? ''}" required />
          </div>
          <div class="field">
            <label for="role">${text.role}</label
            ><select id="role" name="role">
              ${roles.toReversed().map((role) => html`<option value="${role}" ${role === visit.form['role'] && html`selected`}>${frame.roles[role]}</option>`)}
            </select>
          </div>
          <button type="submit" class="primary">${text.add}</button>
        </form>
        <div class="frame">
          <table class="stacking">
            <thead>
              <tr>
                <th scope="col">${frame.signIn.email}</th>
                <th scope="col">${text.name}</th>
                <th scope="col">${text.role}</th>
                <th scope="col">${frame.signIn.password}</th>
                <th scope="col"><span class="hidden">${words.location.manage}</span></th>
              </tr>
            </thead>
            <tbody>
              ${members.map(
                (each) =>
                  html`<tr>
                    <td>${each.email}</td>
                    <td>${each.name}</td>
                    <td>${frame.roles[each.role]}</td>
                    <td>${each.hasPassword ? text.set : text.notSet}</td>
                    <td>
                      <div class="row">
                        <form method="post" action="/console/people/${each.id}/link">
                          ${guard}<button class="small" aria-label="${say(text.linkNamed, { name: each.email })}">${text.link}</button>
                        </form>
                        ${each.id !== person.id && html`<a class="button small danger" href="/console/people/${each.id}/remove" aria-label="${say(text.removeNamed, { name: each.email })}">${text.remove}</a>`}
                      </div>
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <section class="section">
          <h2>${text.deviceTitle}</h2>
          <p class="quiet">${text.deviceText}</p>
          <form method="post" action="/console/people/device-codes" class="row">
            ${guard}<input type="hidden" name="allowed" value="${allowed ? 'no' : 'yes'}" />
            <span>${allowed ? text.deviceOn : text.deviceOff}</span><button type="submit">${allowed ? text.forbid : text.allow}</button>
          </form>
        </section>`,
    })
  }
  const idOf = (visit: Visit): UserId | undefined => UserId.safeParse(visit.parameter('id')).data

  routes.get('/people', 'owner', (visit) => page(visit))
  routes.post('/people', 'owner', async (visit) => {
    const person = NewPerson.safeParse({ email: visit.form['email'], name: visit.form['name'], role: visit.form['role'] })
    if (!person.success) {
      const [issue] = person.error.issues
      return page(visit, undefined, failed('CW5004', { where: issue?.path.join('/') ?? '', reason: issue?.message ?? '' }).failure)
    }
    const added = await people.add(visit.person, person.data)
    return added.ok ? page({ ...visit, form: {} }, added.value) : page(visit, undefined, added.failure)
  })
  routes.post('/people/device-codes', 'owner', async (visit) => {
    await people.allowDeviceCodes(visit.person, visit.form['allowed'] === 'yes')
    return visit.leadTo('/console/people', 'saved')
  })
  routes.post('/people/:id/link', 'owner', async (visit) => {
    const id = idOf(visit)
    if (id === undefined) return visit.fail(missing)
    const link = await people.newLink(visit.person, id)
    return link.ok ? page(visit, link.value) : visit.fail(link.failure)
  })
  routes.get('/people/:id/remove', 'owner', async (visit) => {
    const members = await people.list(visit.person.organizationId)
    const member = members.find(({ id }) => id === visit.parameter('id'))
    if (member === undefined) return visit.fail(missing)
    if (member.id === visit.person.id) return visit.fail(failed('CW5005', { reason: member.email }).failure)
    const text = visit.words.people
    const title = visit.say(text.removeTitle, { name: member.email })
    const back = '/console/people'
    const action = `${back}/${member.id}/remove`
    return visit.show(confirmationPage({ tab: 'people', title, text: text.removeText, action, button: text.removeButton, back }, visit))
  })
  routes.post('/people/:id/remove', 'owner', async (visit) => {
    const id = idOf(visit)
    if (id === undefined) return visit.fail(missing)
    const removed = await people.remove(visit.person, id)
    return removed.ok ? visit.leadTo('/console/people', 'personRemoved') : visit.fail(removed.failure)
  })
}
