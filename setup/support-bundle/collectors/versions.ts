/** Versions of what works together here. */
import { type Collector, files } from '../collector.ts'

export const versions: Collector = {
  name: 'versions',
  budget: 10_000,
  collect: async ({ snapshot, reader, signal }) => {
    const { server, service } = snapshot()
    const [system, powerShell, dotnet, installed] = await Promise.all([
      reader.section('operatingSystem', signal),
      reader.section('powerShell', signal),
      reader.section('dotnet', signal),
      reader.section('existingInstall', signal),
    ])
    return files({
      path: 'versions.json',
      content: {
        schema: 'causeway.versions/1',
        setup: server.version,
        service: service.is === 'running' ? service.status.version : null,
        installed: installed.version,
        operatingSystem: { name: system.name, build: system.build, revision: system.revision },
        powerShell: powerShell.version,
        dotnet: dotnet.release,
        runtime: { platform: process.platform, architecture: process.arch, ...process.versions },
      },
    })
  },
}
