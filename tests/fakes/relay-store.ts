/** What the relay asks of the control plane, in memory. */
import { type ChannelConfiguration, type ChannelHealth } from '../../contract/channel.ts'
import { type PublishedResource } from '../../contract/control-plane-api.ts'
import { ConnectorId, LocationId, OrganizationId, ResourceId, ServiceKeyId } from '../../contract/ids.ts'
import { type PresentSession, type RelayAudit, type RelayPorts } from '../../cloud/relay/ports.ts'

export const organizationId = OrganizationId.parse('org_00000000000000aa')
export const locationId = LocationId.parse('loc_00000000000000aa')
export const connectorIdOf = (letter: string): ConnectorId => ConnectorId.parse(`con_000000000000000${letter}`)
export const serviceKey = 'service-key-of-the-test'

type AuditRecord = Parameters<RelayAudit['record']>[0]

export class RelayStore {
  readonly resources = new Map<string, PublishedResource>()
  readonly revoked = new Set<string>()
  readonly audit: AuditRecord[] = []
  readonly attached: PresentSession[] = []
  readonly detached: PresentSession[] = []
  readonly reports: ChannelHealth[] = []
  readonly lines: string[] = []
  auditFails = false
  revision = 1

  publish(name: string, target: string, protocol: 'tcp' | 'web' = 'tcp'): void {
    this.revision += 1
    const id = ResourceId.parse(`res_${String(this.revision).padStart(16, '0')}`)
    this.resources.set(name, { id, locationId, name, protocol, target, createdAt: new Date().toISOString() })
  }

  get configuration(): ChannelConfiguration {
    const resources = [...this.resources.values()].map(({ name, target, protocol }) => {
      if (protocol === 'tcp') return { name, authority: target }
      const { hostname, port, protocol: scheme } = new URL(target)
      return { name, authority: `${hostname}:${port || (scheme === 'https:' ? '443' : '80')}` }
    })
    return { revision: this.revision, locationName: 'Munich', resources }
  }

  ports(): RelayPorts {
    const line = (level: string) => (values: object, message: string) => {
      this.lines.push(`${level} ${message} ${JSON.stringify(values)}`)
    }
    return {
      directory: {
        connector: async (id) => ({ id, organizationId, locationId, standing: this.revoked.has(id) ? 'revoked' : 'active' }),
        certificate: async (id, serial) => (this.revoked.has(id) || this.revoked.has(serial) ? 'revoked' : 'valid'),
        configuration: async () => this.configuration,
      },
      access: {
        authenticate: async (key) =>
          key.reveal() === serviceKey ? { keyId: ServiceKeyId.parse('key_00000000000000aa'), name: 'test', organizationId } : undefined,
        resource: async (organization, location, name) =>
          organization === organizationId && location === locationId ? this.resources.get(name) : undefined,
      },
      audit: {
        record: async (entry) => {
          if (this.auditFails) throw new Error('audit store is full')
          this.audit.push(entry)
        },
      },
      presence: {
        attached: (session) => void this.attached.push(session),
        detached: (session) => void this.detached.push(session),
        reported: (_id, health) => void this.reports.push(health),
      },
      log: { info: line('info'), warn: line('warn') },
      now: Date.now,
    }
  }
}
