import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Run from the folder of the repository. Builds the window's page: relative addresses, no inline scripts, no requests at run time. `out/app/renderer` unless the
 * caller says otherwise. The gallery is a page of its own and is never part of the product (`scripts/gallery.ts` adds it).
 */
const config = defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../out/app/renderer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
  },
})

export { config as default }
