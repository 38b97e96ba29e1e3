/** Resource locations, most urgent first with the reason. */
import { html, type Html } from '../pages/html.ts'
import { addIcon, downloadIcon, mark } from '../pages/icons.ts'
import { markOfHealth } from './location-state.ts'
import { type LocationOverview, mostLocations, type Overview } from './overview.ts'
import { stateView } from './state-sentences.ts'
import { type ConsoleRoutes, type Visit } from './visit.ts'

const summary = (locations: readonly LocationOverview[], { words, say }: Visit): string => {
  const text = words.locations
  if (locations.length === 0) return text.none
  const count = (...states: LocationOverview['state']['is'][]): number => locations.filter(({ state }) => states.includes(state.is)).length
  const parts = [
    [text.cutOff, count('cutOff', 'neverConnected')],
    [text.single, count('single')],
    [text.impaired, count('impaired')],
    [text.empty, count('none')],
  ] as const
  const said = parts.filter(([, number]) => number > 0).map(([sentence, number]) => say(sentence, { count: number, all: locations.length }))
  if (said.length > 0) return say(text.summary, { parts: said.join(text.and) })
  return locations.length === 1 ? text.oneWorking : say(text.allWorking, { count: locations.length })
}

const members = (location: LocationOverview, { words }: Visit): Html =>
  location.members.length === 0
    ? html`<a class="button small" href="/console/locations/${location.id}/download">${downloadIcon}${words.locations.addFirst}</a>`
    : html`${location.members.map((each) => html`<div class="state">${mark(markOfHealth[each.health], words.health[each.health])}<span>${each.name}</span></div>`)}`

const rows = (locations: readonly LocationOverview[], visit: Visit, now: number): Html =>
  html`${locations.map(
    (location) =>
      html`<tr>
        <td><a href="/console/locations/${location.id}">${location.name}</a></td>
        <td>${stateView(location.state, location.name, visit, now)}</td>
        <td>${members(location, visit)}</td>
      </tr>`,
  )}`

export const registerLocationsPage = (routes: ConsoleRoutes, overview: Overview, now: () => number): void => {
  routes.get('/locations', 'reader', async (visit) => {
    const { words, person } = visit
    const locations = await overview.all(person.organizationId)
    const text = words.locations
    return visit.show({
      tab: 'locations',
      title: text.title,
      live: true,
      body: html`${visit.said}
        <div class="title">
          <div class="head">
            <h1>${text.title}</h1>
            <p class="lead" id="summary">${summary(locations, visit)}</p>
          </div>
          <div class="row push">
            ${visit.may('operator') && html`<a class="button" href="/console/locations/new">${addIcon}${text.new}</a>`}
            <a class="button primary" href="/console/download">${downloadIcon}${text.download}</a>
          </div>
        </div>
        ${
          locations.length > 0 &&
          html`<div class="row">
              <div hidden>
                <input type="search" class="find" data-find="#rows tr" placeholder="${text.find}" aria-label="${text.find}" />
              </div>
              <span class="push note">${text.urgentFirst}</span>
            </div>
            <div class="frame" data-live="/console/live/locations">
              <table class="locations stacking">
                <thead>
                  <tr>
                    <th scope="col">${text.location}</th>
                    <th scope="col">${text.health}</th>
                    <th scope="col">${text.connectors}</th>
                  </tr>
                </thead>
                <tbody id="rows">
                  ${rows(locations, visit, now())}
                </tbody>
              </table>
            </div>`
        }
        ${locations.length >= mostLocations && html`<p class="note">${visit.say(text.more, { count: mostLocations })}</p>`}
        <p class="hidden" role="status" aria-label="${words.announce}" data-announce></p>`,
    })
  })

  routes.get('/live/locations', 'reader', async (visit) => {
    const locations = await overview.all(visit.person.organizationId)
    const said = summary(locations, visit)
    return visit.reply.header('cache-control', 'no-store').send({
      rows: { html: String(rows(locations, visit, now())) },
      summary: { html: String(html`${said}`), said },
    })
  })
}
