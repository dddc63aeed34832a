import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A sandboxed preload must be one CommonJS file of plain JavaScript; the rest of Electron's shell runs as it stands. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: file('./dist/preload'),
    emptyOutDir: true,
    target: 'chrome140',
    minify: false,
    lib: { entry: file('./src/preload/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
  },
})
