import { ControlPlaneHealth, Discovery, discoveryPath } from '../../contract/control-plane-api.ts'
import { type ApiPorts, type ApiServer } from './api.ts'

/** What anybody may ask. */
export const discoveryRoutes = (server: ApiServer, { discovery, health, version }: ApiPorts): void => {
  server.get(
    discoveryPath,
    { schema: { summary: 'What this control plane is and where its parts are', response: { 200: Discovery } } },
    () => discovery(),
  )
  server.get('/v1/health', { schema: { summary: 'Whether requests are taken', response: { 200: ControlPlaneHealth } } }, () => ({
    status: 'ok' as const,
    version,
    connectors: health.present(),
  }))
  server.get('/openapi.json', { schema: { summary: 'This description' } }, () => server.swagger())
}
