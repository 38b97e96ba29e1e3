/** The audit log, newest first, page by page. */
import { AuditId } from '../../contract/ids.ts'
import { html } from '../pages/html.ts'
import { type ConsoleOptions } from './console-api.ts'
import { type ConsoleRoutes } from './visit.ts'

const pageSize = 50

/** "2026-03-14 09:26:53": one zone for everybody who compares entries. */
const utc = (instant: string): string => instant.slice(0, 19).replace('T', ' ')

export const registerAuditPage = (routes: ConsoleRoutes, { store }: Pick<ConsoleOptions, 'store'>): void => {
  routes.get('/audit', 'owner', async (visit) => {
    const text = visit.words.audit
    const after = AuditId.safeParse(visit.query('after')).data
    const { items, next } = await store.auditLog.list(visit.person.organizationId, {
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    return visit.show({
      tab: 'audit',
      title: text.title,
      body: html`<div class="head">
          <h1>${text.title}</h1>
          <p class="lead">${text.lead}</p>
        </div>
        ${
          items.length === 0
            ? html`<p class="quiet">${text.none}</p>`
            : html`<div class="frame">
                <table class="stacking">
                  <thead>
                    <tr>
                      <th scope="col">${text.at}</th>
                      <th scope="col">${text.actor}</th>
                      <th scope="col">${text.action}</th>
                      <th scope="col">${text.object}</th>
                      <th scope="col">${text.outcome}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${items.map(
                      (each) =>
                        html`<tr>
                          <td class="numbers">${utc(each.at)}</td>
                          <td>${each.actor}</td>
                          <td class="mono">${each.action}</td>
                          <td class="mono">${each.object}</td>
                          <td>${text[each.outcome]}${each.code !== undefined && html` (${each.code})`}</td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
        }
        <div class="row">
          ${after !== undefined && html`<a class="button" href="/console/audit">${text.newest}</a>`}
          ${next !== undefined && html`<a class="button push" href="/console/audit?after=${next}">${text.older}</a>`}
        </div>`,
    })
  })
}
