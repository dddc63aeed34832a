import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { layProgram } from './lay-program.ts'
import { type Control, lay, makeDeb, type Order } from './make-deb.ts'
import { WINDOW } from './program-files.ts'

const BASE = 'opt/chuangtai-window'
const PARTS = join(import.meta.dirname, '../window')

/** Where a part of the package is laid, and the file it is, with its rights. */
const LAID: readonly (readonly [place: string, part: string, mode?: number])[] = [
  [`${BASE}/start.mjs`, 'start.mjs'],
  ['usr/bin/chuangtai-window', 'chuangtai-window', 0o755],
  ['usr/share/applications/chuangtai-window.desktop', 'chuangtai-window.desktop'],
  ['usr/share/icons/hicolor/scalable/apps/chuangtai-window.svg', 'chuangtai-window.svg'],
  ['lib/udev/rules.d/60-chuangtai.rules', '60-chuangtai.rules'],
  ['etc/chuangtai/window.conf', 'window.conf'],
]

/** Makes the window's package. Answers how many files its program has. */
export function windowDeb(order: Order): number {
  const { root, version, tree, change } = order
  const versions = join(tree, BASE, 'versions')
  const files = layProgram(root, WINDOW, version, join(versions, version))
  change?.(join(versions, version))
  const note = { version, package: `deb-${version}`, run: WINDOW.run }
  writeFileSync(join(versions, `${version}.json`), JSON.stringify(note))
  lay(tree, `${BASE}/launcher.mjs`, join(root, 'desktop/src/shells/launcher.mjs'))
  for (const [place, part, mode] of LAID) lay(tree, place, join(PARTS, part), mode)
  lay(tree, 'usr/share/doc/chuangtai-window/copyright', join(root, 'LICENSE'))
  makeDeb(order, PARTS, control(version))
  return files
}

/** Node and what is built into it and beside it need the C and C++ libraries of Debian 10 or later, and nothing else. */
const control = (version: string): Control => ({
  name: 'chuangtai-window',
  version,
  depends: ['libc6 (>= 2.28)', 'libstdc++6', 'libgcc-s1 | libgcc1', 'libudev1'],
  recommends: ['xdg-utils', 'x-www-browser | chromium | firefox-esr', 'libusb-1.0-0', 'sane-utils', 'libsecret-1-0'],
  summary: '窗台 offline-first service window, in the browser of this machine',
  description: [
    'The window of an office: acceptance, card readers, scanners, cameras, printers',
    'and seal machines. Works for days without a network; what was saved is not lost.',
    'Brings its own Node runtime, fonts and models; nothing is fetched.',
  ],
})
