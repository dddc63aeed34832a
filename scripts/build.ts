import { build, PRELOAD, SCREEN } from './built.ts'

// `npm run build`: the screen and Electron's preload. Everything else runs from its sources.
await build(SCREEN)
await build(PRELOAD)
