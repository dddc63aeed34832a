import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { debArchitecture, type Order } from '../installers/src/make-deb.ts'
import { WINDOW } from '../installers/src/program-files.ts'
import { serverDeb } from '../installers/src/server-deb.ts'
import { windowDeb } from '../installers/src/window-deb.ts'
import { buildIfStale, SCREEN } from './built.ts'
import { binaryOf, ROOT, runNode } from './run.ts'

// `npm run test:installers`: makes the packages, lays a bare Debian without a network beside, and installs, upgrades, breaks
// and removes them there. For root on Debian; what it needs it installs (debootstrap). Minutes, and two gigabytes of disk.
const MAKERS = { window: windowDeb, server: serverDeb } as const
const CACHE = join(ROOT, 'node_modules/.cache/chuangtai-bare.tar')

if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
  console.error('test:installers: only as root on Debian; it was NOT run.')
  process.exit(1)
}

/** A bare system of Debian 12, fetched once. */
function bareSystem(): string {
  if (existsSync(CACHE)) return CACHE
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
  if (spawnSync('which', ['debootstrap']).status !== 0) {
    execFileSync('apt-get', ['update', '-qq'], quiet)
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'debootstrap'], quiet)
  }
  const folder = mkdtempSync(join(tmpdir(), 'chuangtai-bare-'))
  execFileSync('debootstrap', ['--variant=minbase', '--include=procps', 'bookworm', folder], quiet)
  mkdirSync(join(CACHE, '..'), { recursive: true })
  execFileSync('tar', ['-cf', CACHE, '-C', folder, '.'])
  rmSync(folder, { recursive: true })
  return CACHE
}

/** Makes one package in a folder of its own, and lets go of that. */
function make(name: keyof typeof MAKERS, version: string, folder: string, change?: Order['change']): void {
  const tree = mkdtempSync(join(tmpdir(), 'chuangtai-deb-'))
  const out = join(folder, `chuangtai-${name}_${version}_${debArchitecture()}.deb`)
  try {
    MAKERS[name]({ root: resolve(ROOT), version, tree, out, compression: 'none', ...(change && { change }) })
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

await buildIfStale(SCREEN)
const bare = bareSystem()
const folder = mkdtempSync(join(tmpdir(), 'chuangtai-packages-'))
try {
  for (const version of ['0.1.0', '0.2.0', '0.4.0']) make('window', version, folder)
  make('window', '0.3.0', folder, program => writeFileSync(join(program, WINDOW.run), 'process.exit(3)\n'))
  for (const version of ['0.1.0', '0.2.0']) make('server', version, folder)
  const env = { ...process.env, CHUANGTAI_PACKAGES: folder, CHUANGTAI_BARE: bare }
  process.exitCode = await runNode([binaryOf('vitest'), 'run', '--mode', 'installers'], env)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
