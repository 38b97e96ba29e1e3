/** Where to get the connector: installer with its hash, connection file, and the way without a window. */
import { createReadStream } from 'node:fs'
import { type ConnectionFile } from '../../contract/connection-file.ts'
import { type Location } from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { LocationId } from '../../contract/ids.ts'
import { type FastifyReply } from 'fastify'
import { html, type Html } from '../pages/html.ts'
import { downloadIcon } from '../pages/icons.ts'
import { facts } from '../pages/shell.ts'
import { wordingOf } from '../pages/wording/wording.ts'
import { type ConsoleOptions } from './console-api.ts'
import { groupedHash, type Installer, Installers } from './installers.ts'
import { type ConsoleRoutes, type Visit } from './visit.ts'

const missing = failed('CW5003').failure

/** What a location's files are called: its name where that makes a file name, else `causeway`. */
const fileNameOf = (location: Location | undefined): string => {
  const name = (location?.name ?? '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  return `${name === '' ? 'causeway' : name}.json`
}

const attached = (reply: FastifyReply, name: string, content: object): FastifyReply =>
  reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .header('x-content-type-options', 'nosniff')
    .send(`${JSON.stringify(content, null, 2)}\n`)

const copyButton = (text: string, visit: Visit): Html => {
  const { frame } = wordingOf(visit.language).words
  return html`<button type="button" class="small" data-copy="${text}" data-copied="${frame.copied}" hidden>${frame.copy}</button>`
}

const installerSection = (installers: readonly Installer[], visit: Visit): Html => {
  const text = visit.words.download
  const [first, ...others] = installers
  if (first === undefined)
    return html`<section class="section">
      <h2>${text.noInstaller}</h2>
      <p class="quiet">${text.noInstallerText}</p>
    </section>`
  const address = ({ name }: Installer): string => `/console/downloads/${encodeURIComponent(name)}`
  const hash = ({ sha256 }: Installer): Html => {
    const [upper, lower] = groupedHash(sha256)
    return html`<div class="row">
      <span class="mono">${upper}<br />${lower}</span>${copyButton(sha256, visit)}
    </div>`
  }
  return html`<section class="stack">
    <div class="row">
      <a class="button primary large" href="${address(first)}" download>${downloadIcon}${text.button}</a
      ><span class="quiet">${visit.say(text.version, { name: first.name, bytes: first.bytes })}</span>
    </div>
    ${facts([[text.hash, hash(first)]])}
    ${others.map((each) => facts([[html`<a href="${address(each)}" download>${each.name}</a>`, hash(each)]]))}
  </section>`
}

export const registerDownloadPage = (
  routes: ConsoleRoutes,
  { store, publicUrl, certificateAuthorities, downloadsFolder }: ConsoleOptions,
): void => {
  const installers = new Installers(downloadsFolder)

  const page = async (visit: Visit, location: Location | undefined): Promise<FastifyReply> => {
    const { words, say } = visit
    const text = words.download
    const title = location === undefined ? text.titleAny : say(text.title, { location: location.name })
    const query = location === undefined ? '' : `?location=${location.id}`
    const count = location?.connectors ?? 0
    const howMany = location === undefined ? text.howManyAny : count === 0 ? text.howMany0 : count === 1 ? text.howMany1 : text.howManyMore
    const command = `causeway-setup install --params ${fileNameOf(location)} --quiet`
    return visit.show({
      tab: 'locations',
      title,
      live: true,
      body: html`<div class="head">
          <p class="crumbs">
            <a href="/console/locations">${words.location.crumbs}</a
            >${location !== undefined && html` / <a href="/console/locations/${location.id}">${location.name}</a>`}
          </p>
          <h1>${title}</h1>
          <p class="lead">${text.lead}</p>
        </div>
        <div class="halves">
          <div class="stack">
            ${installerSection(await installers.list(), visit)}
            <section class="section">
              <h2>${text.connectionTitle}</h2>
              <p class="quiet">${text.connectionText}</p>
              <div class="row">
                <a class="button" href="/console/connection-file" download="causeway.connection.json"
                  >${downloadIcon}${text.connectionButton}</a
                >
              </div>
            </section>
            <section class="section">
              <h2>${text.silentTitle}</h2>
              <p class="quiet">${text.silentText}</p>
              <div class="command"><span class="mono">${command}</span>${copyButton(command, visit)}</div>
              <div class="row">
                <a class="button small" href="/console/parameters-file${query}" download="${fileNameOf(location)}">${text.parameters}</a>
                ${visit.may('operator') && html`<a class="button small" href="/console/tokens${query}">${text.token}</a>`}
              </div>
            </section>
          </div>
          <aside class="section" aria-label="${text.needsTitle}">
            <h2>${text.needsTitle}</h2>
            <ul class="bullets">
              ${text.needs.map((need) => html`<li>${need}</li>`)}
            </ul>
            <h2>${text.howManyTitle}</h2>
            <p class="quiet">${say(howMany, { location: location?.name ?? '', count })}</p>
          </aside>
        </div>`,
    })
  }

  const locationOf = async (visit: Visit, text: string | undefined): Promise<Location | undefined> => {
    const id = LocationId.safeParse(text).data
    return id === undefined ? undefined : store.locations.get(visit.person.organizationId, id)
  }

  routes.get('/download', 'reader', (visit) => page(visit, undefined))
  routes.get('/locations/:id/download', 'reader', async (visit) => {
    const location = await locationOf(visit, visit.parameter('id'))
    return location === undefined ? visit.fail(missing) : page(visit, location)
  })

  routes.get('/connection-file', 'reader', async (visit) => {
    const { organizationId, organizationName } = visit.person
    const content: ConnectionFile = {
      schema: 'causeway.connection/1',
      controlPlane: publicUrl,
      certificateAuthorities: [...certificateAuthorities],
      organization: { id: organizationId, name: organizationName },
    }
    return attached(visit.reply, 'causeway.connection.json', content)
  })

  routes.get('/parameters-file', 'reader', async (visit) => {
    const wanted = visit.query('location')
    const location = await locationOf(visit, wanted)
    if (wanted !== undefined && location === undefined) return visit.fail(missing)
    return attached(visit.reply, fileNameOf(location), {
      schema: 'causeway.parameters/1',
      connectionFile: 'causeway.connection.json',
      ...(location === undefined ? {} : { location: { id: location.id } }),
      tokenFile: 'token.txt',
    })
  })

  routes.get('/downloads/:name', 'reader', async (visit) => {
    const installer = await installers.find(visit.parameter('name'))
    if (installer === undefined) return visit.fail(missing)
    return visit.reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', installer.bytes)
      .header('content-disposition', `attachment; filename="${installer.name}"`)
      .header('x-content-type-options', 'nosniff')
      .send(createReadStream(installer.path))
  })
}
