import { join } from 'node:path'
import { layProgram } from './lay-program.ts'
import { type Control, lay, makeDeb, type Order } from './make-deb.ts'
import { SERVER } from './program-files.ts'

const BASE = 'opt/chuangtai-server'
const PARTS = join(import.meta.dirname, '../server')

/** Where a part of the package is laid, and the file it is, with its rights. */
const LAID: readonly (readonly [place: string, part: string, mode?: number])[] = [
  [`${BASE}/nightly-backup`, 'nightly-backup', 0o755],
  ['usr/bin/chuangtai-server', 'chuangtai-server', 0o755],
  ['lib/systemd/system/chuangtai-server.service', 'chuangtai-server.service'],
  ['lib/systemd/system/chuangtai-backup.service', 'chuangtai-backup.service'],
  ['lib/systemd/system/chuangtai-backup.timer', 'chuangtai-backup.timer'],
  ['lib/systemd/journald@chuangtai.conf', 'journald.conf'],
  // Not below etc: each server's has a secret of its own, so it is made when it is installed.
  ['usr/share/chuangtai-server/server.conf', 'server.conf'],
  ['usr/share/doc/chuangtai-server/nginx.conf', 'nginx.conf'],
]

/** Makes the server's package. Answers how many files its program has. */
export function serverDeb(order: Order): number {
  const { root, version, tree, change } = order
  const files = layProgram(root, SERVER, version, join(tree, BASE))
  change?.(join(tree, BASE))
  for (const [place, part, mode] of LAID) lay(tree, place, join(PARTS, part), mode)
  lay(tree, 'usr/share/doc/chuangtai-server/copyright', join(root, 'LICENSE'))
  lay(tree, 'usr/share/doc/chuangtai-server/README.md', join(root, 'docs/installing.md'))
  makeDeb(order, PARTS, control(version))
  return files
}

const control = (version: string): Control => ({
  name: 'chuangtai-server',
  version,
  depends: ['libc6 (>= 2.28)', 'libstdc++6', 'libgcc-s1 | libgcc1', 'util-linux', 'passwd'],
  recommends: ['systemd', 'nginx'],
  summary: '窗台 centre: takes in what windows did, runs the rules, hands out updates',
  description: [
    'The server that the windows of an office synchronise with: SQLite by itself, or',
    'PostgreSQL by one line of its settings. Runs as its own user, with a nightly backup.',
    'Brings its own Node runtime; nothing is fetched.',
  ],
})
