import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, preview } from 'vite'

export interface GalleryServer {
  /** Address of the gallery's page; add `?page=check-server&state=blocked`, `theme` and `language`. */
  readonly address: string
  readonly close: () => Promise<void>
}

/** Builds the gallery into a folder of its own, gone when it is closed, and serves it on loopback, on a port that is free. */
export const openGallery = async (): Promise<GalleryServer> => {
  const configFile = 'renderer/vite.config.ts'
  const outDir = await mkdtemp(join(tmpdir(), 'causeway-gallery-'))
  await build({
    configFile,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: 'renderer/gallery.html' } },
  })
  const server = await preview({
    configFile,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false, open: false },
  })
  const [origin] = server.resolvedUrls?.local ?? []
  if (origin === undefined) throw new Error('the gallery has no address on loopback')
  return {
    address: new URL('gallery.html', origin).href,
    close: async () => {
      try {
        await server.close()
      } finally {
        await rm(outDir, { recursive: true, force: true })
      }
    },
  }
}
