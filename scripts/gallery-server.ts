import { build, preview } from 'vite'

export interface GalleryServer {
  /** Address of the gallery's page; add `?page=check-server&state=blocked`, `theme` and `language`. */
  readonly address: string
  readonly close: () => Promise<void>
}

/** Builds the gallery into `out/gallery` and serves it on loopback, on a port that is free. */
export const openGallery = async (): Promise<GalleryServer> => {
  const configFile = 'renderer/vite.config.ts'
  const outDir = '../out/gallery'
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
  return { address: new URL('gallery.html', origin).href, close: () => server.close() }
}
