/** Every check of the product, in the order in which rows stand while they run. A check missing here does not compile. */
import { checkIds, type CheckId } from '../../contract/check-catalogue.ts'
import { inspection } from './certificates/inspection.ts'
import { roots } from './certificates/roots.ts'
import { revocation } from './certificates/revocation.ts'
import { tls } from './certificates/tls.ts'
import { tlsSettings } from './certificates/tls-settings.ts'
import { echo } from './channel/echo.ts'
import { type Check } from './check.ts'
import { antivirus } from './host/antivirus.ts'
import { clock } from './host/clock.ts'
import { clone } from './host/clone.ts'
import { cpu } from './host/cpu.ts'
import { dedicated } from './host/dedicated.ts'
import { disk } from './host/disk.ts'
import { dotnet } from './host/dotnet.ts'
import { edition } from './host/edition.ts'
import { elevated } from './host/elevated.ts'
import { existingInstall } from './host/existing-install.ts'
import { fips } from './host/fips.ts'
import { ieEsc } from './host/ie-esc.ts'
import { memory } from './host/memory.ts'
import { osVersion } from './host/os-version.ts'
import { pendingReboot } from './host/pending-reboot.ts'
import { power } from './host/power.ts'
import { powershell } from './host/powershell.ts'
import { programData } from './host/program-data.ts'
import { serviceLogonRight } from './host/service-logon-right.ts'
import { windowsUpdate } from './host/windows-update.ts'
import { domainControllers } from './identity/domain-controllers.ts'
import { domainJoined } from './identity/domain-joined.ts'
import { forestLevel } from './identity/forest-level.ts'
import { notDomainController } from './identity/not-domain-controller.ts'
import { secureChannel } from './identity/secure-channel.ts'
import { signIn } from './identity/sign-in.ts'
import { trusts } from './identity/trusts.ts'
import { adapter } from './network/adapter.ts'
import { dns } from './network/dns.ts'
import { firewallOutbound } from './network/firewall-outbound.ts'
import { http } from './network/http.ts'
import { latency } from './network/latency.ts'
import { proxyAuth } from './network/proxy-auth.ts'
import { proxyScript } from './network/proxy-script.ts'
import { proxyView } from './network/proxy-view.ts'
import { tcp443 } from './network/tcp-443.ts'
import { upgrade } from './network/upgrade.ts'

const byId: { readonly [Id in CheckId]: Check<Id> } = {
  'host.elevated': elevated,
  'host.os-version': osVersion,
  'host.edition': edition,
  'host.cpu': cpu,
  'host.memory': memory,
  'host.disk': disk,
  'host.dotnet': dotnet,
  'host.powershell': powershell,
  'host.dedicated': dedicated,
  'host.pending-reboot': pendingReboot,
  'host.clock': clock,
  'host.ie-esc': ieEsc,
  'host.fips': fips,
  'host.power': power,
  'host.windows-update': windowsUpdate,
  'host.antivirus': antivirus,
  'host.service-logon-right': serviceLogonRight,
  'host.program-data': programData,
  'host.existing-install': existingInstall,
  'host.clone': clone,
  'identity.domain-joined': domainJoined,
  'identity.not-domain-controller': notDomainController,
  'identity.secure-channel': secureChannel,
  'identity.domain-controllers': domainControllers,
  'identity.forest-level': forestLevel,
  'identity.sign-in': signIn,
  'identity.trusts': trusts,
  'network.adapter': adapter,
  'network.dns': dns,
  'network.proxy-view': proxyView,
  'network.proxy-script': proxyScript,
  'network.tcp-443': tcp443,
  'network.proxy-auth': proxyAuth,
  'network.http': http,
  'network.upgrade': upgrade,
  'network.latency': latency,
  'network.firewall-outbound': firewallOutbound,
  'channel.echo': echo,
  'certificates.tls': tls,
  'certificates.inspection': inspection,
  'certificates.revocation': revocation,
  'certificates.tls-settings': tlsSettings,
  'certificates.roots': roots,
}

export const allChecks: readonly Check[] = checkIds.map((id) => byId[id])
