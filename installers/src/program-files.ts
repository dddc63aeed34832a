import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A program as it is installed: its sources run as they are, Node 24 takes the types away while it reads them. */
export interface Program {
  /** Folders of the repository that declare packages. */
  workspaces: readonly string[]
  /** Folders and files of sources. */
  sources: readonly string[]
  /** What runs, below the program's folder. */
  run: string
}

/** The window in a browser: the same core and screen as Electron's. */
export const WINDOW: Program = {
  workspaces: ['shared-types', 'native-bridges', 'desktop'],
  sources: ['shared-types/src', 'native-bridges/src', 'desktop/src'],
  run: 'desktop/src/cli.ts',
}

/** The centre, with the supervisors' place, which is a window's core without devices. */
export const SERVER: Program = {
  workspaces: [...WINDOW.workspaces, 'sync-server'],
  sources: [
    ...WINDOW.sources,
    'sync-server/src',
    'scripts/place.ts',
    'scripts/built.ts',
    'scripts/run.ts',
    'scripts/start',
  ],
  run: 'sync-server/src/cli.ts',
}

/** Built into the screen, or of Electron, or only tests read it. */
const LEFT_OUT = [
  /^desktop\/src\/(renderer|preload|shells\/electron)\//,
  /\.test\.tsx?$/,
  /\/fixtures\//,
  /\/simulators?\//,
]

/** The program's own files below `root`: sources and the packages' declarations, without tests. Sorted. */
export function programFiles(root: string, { workspaces, sources }: Program): string[] {
  const files = sources.flatMap(source => (/\.\w+$/.test(source) ? [source] : filesBelow(root, source)))
  const own = files.filter(file => !LEFT_OUT.some(pattern => pattern.test(file)))
  return [...own, ...workspaces.map(workspace => `${workspace}/package.json`)].sort()
}

/** All files below a folder, as paths from `root`. */
export function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length).replace(/^\/+/, ''))
}
