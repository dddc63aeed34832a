import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a Debian package says of itself (deb-control(5)). */
export interface Control {
  name: string
  version: string
  depends: readonly string[]
  recommends: readonly string[]
  /** One line, and lines that follow it. */
  summary: string
  description: readonly string[]
}

/** One package that is made. */
export interface Order {
  /** The repository, with its packages installed and its screen built. */
  root: string
  /** X.Y.Z */
  version: string
  /** An empty folder to lay its files in. */
  tree: string
  /** The package's file. */
  out: string
  /** Smaller unless told: a package that is only tried need not be. */
  compression?: 'gzip' | 'none'
  /** Alters the program that was laid. */
  change?: (program: string) => void
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/** Debian's word for this machine's processor. Throws where no package is made. */
export function debArchitecture(): string {
  const found = ARCHITECTURES[process.arch]
  if (!found) throw new Error(`No package is made on ${process.arch}: only on x64 and arm64.`)
  return found
}

/**
 * Makes the package of what lies in its tree, whose folders are those of the machine it is installed on, with the scripts
 * that lie in `scripts` (preinst, postinst, prerm, postrm). What is below `etc` is the administrator's from then on. Needs
 * dpkg-deb. Not compressed by xz, which older systems of the family read slowly, nor by zstd, which they do not read.
 */
export function makeDeb({ tree, out, compression = 'gzip' }: Order, scripts: string, control: Control): void {
  const about = join(tree, 'DEBIAN')
  mkdirSync(about)
  writeFileSync(join(about, 'control'), controlText(tree, control))
  const kept = filesOf(join(tree, 'etc')).map(file => `/etc/${file}`)
  if (kept.length) writeFileSync(join(about, 'conffiles'), `${kept.sort().join('\n')}\n`)
  for (const name of readdirSync(scripts).filter(name => /^(pre|post)(inst|rm)$/.test(name))) {
    copyFileSync(join(scripts, name), join(about, name))
    chmodSync(join(about, name), 0o755)
  }
  const args = ['--root-owner-group', `-Z${compression}`, '--build', tree, out]
  execFileSync('dpkg-deb', args, { stdio: ['ignore', 'ignore', 'inherit'] })
}

function controlText(tree: string, control: Control): string {
  const bytes = filesOf(tree).reduce((sum, file) => sum + statSync(join(tree, file)).size, 0)
  const fields: [string, string][] = [
    ['Package', control.name],
    ['Version', control.version],
    ['Architecture', debArchitecture()],
    ['Maintainer', 'Chuangtai developers <chuangtai@localhost>'],
    ['Section', 'misc'],
    ['Priority', 'optional'],
    ['Installed-Size', String(Math.ceil(bytes / 1024))],
    ['Depends', control.depends.join(', ')],
    ['Recommends', control.recommends.join(', ')],
    ['Description', [control.summary, ...control.description.map(line => ` ${line}`)].join('\n')],
  ]
  return fields.map(([name, value]) => `${name}: ${value}\n`).join('')
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Lays a static file of a package at its place, with its rights. */
export function lay(tree: string, place: string, from: string, mode = 0o644): void {
  const to = join(tree, place)
  mkdirSync(join(to, '..'), { recursive: true })
  writeFileSync(to, readFileSync(from))
  chmodSync(to, mode)
}
