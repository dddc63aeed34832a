import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The screen as static files with relative addresses: served by the browser shell, loaded from disk by Electron. */
export default defineConfig({
  root: folder('./src/renderer'),
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: folder('./dist/renderer'),
    emptyOutDir: true,
    // The screen of the desk, and the one that is turned to the citizen.
    rollupOptions: { input: [folder('./src/renderer/index.html'), folder('./src/renderer/citizen.html')] },
    target: 'chrome140',
    // Nothing becomes a data: address, which the content policy would refuse for fonts and workers.
    assetsInlineLimit: 0,
    // The module preload polyfill would be an inline script in old browsers; the shells bring a current Chromium.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 3000,
  },
})
