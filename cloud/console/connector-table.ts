/** Connectors with their health, as a table. */
import { type Connector } from '../../contract/control-plane-api.ts'
import { html, type Html } from '../pages/html.ts'
import { ago, healthView } from './state-sentences.ts'
import { type Visit } from './visit.ts'

/** @param locationOf given on the page of all connectors: where each one is */
export const connectorTable = (
  connectors: readonly Connector[],
  visit: Visit,
  now: number,
  locationOf?: (connector: Connector) => string,
): Html => {
  const text = visit.words.location
  if (connectors.length === 0)
    return html`<p class="quiet">${locationOf === undefined ? text.noConnectors : visit.words.connector.none}</p>`
  const load = ({ load }: Connector): string =>
    load === undefined ? '' : visit.say(text.loadText, { cpu: load.cpu, streams: load.streams })
  return html`<div class="frame">
    <table class="stacking">
      <thead>
        <tr>
          <th scope="col">${text.name}</th>
          ${locationOf !== undefined && html`<th scope="col">${visit.words.connector.location}</th>`}
          <th scope="col">${text.state}</th>
          <th scope="col">${text.sessions}</th>
          <th scope="col">${text.load}</th>
          <th scope="col">${text.lastContact}</th>
          <th scope="col">${text.version}</th>
        </tr>
      </thead>
      <tbody>
        ${connectors.map(
          (each) =>
            html`<tr>
              <td>
                <a href="/console/connectors/${each.id}">${each.name}</a>
                ${each.name !== each.machineName && html`<p class="quiet">${each.machineName}</p>`}
                ${each.simulated && html`<p class="note">${text.simulated}</p>`}
              </td>
              ${locationOf !== undefined && html`<td><a href="/console/locations/${each.locationId}">${locationOf(each)}</a></td>`}
              <td>${healthView(each, visit)}</td>
              <td class="numbers">${each.sessions}</td>
              <td>${load(each)}</td>
              <td class="numbers">${ago(each.lastContact, visit, now)}</td>
              <td class="numbers">${each.version}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
