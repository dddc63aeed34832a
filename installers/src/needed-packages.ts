import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

interface Packed {
  name: string
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

/**
 * Folders below `root`, such as `node_modules/ws`, of the packages that a program needs at run time: those that one of its
 * sources names as text, of those that its workspaces declare, and what these need in turn. What only the screen's sources
 * name is built into the screen and not needed any more. Throws an Error that names a package that is not installed.
 */
export function neededPackages(root: string, workspaces: readonly string[], sources: readonly string[]): string[] {
  const texts = sources.map(file => readFileSync(join(root, file), 'utf8'))
  const named = (name: string) => texts.some(text => text.includes(`'${name}'`) || text.includes(`'${name}/`))
  const found = new Set<string>()
  for (const workspace of workspaces) {
    const from = join(root, workspace)
    for (const name of Object.keys(packedAt(from).dependencies ?? {})) if (named(name)) take(root, from, name, found)
  }
  return [...found].sort()
}

function take(root: string, from: string, name: string, found: Set<string>, isOptional = false): void {
  const folder = folderOf(root, from, name)
  if (!folder) {
    if (isOptional) return
    throw new Error(`${name}, which ${relative(root, from)} needs, is not installed: run npm ci first.`)
  }
  const path = relative(root, folder)
  if (found.has(path)) return
  found.add(path)
  const {
    dependencies = {},
    optionalDependencies = {},
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = packedAt(folder)
  for (const needed of Object.keys(dependencies))
    take(root, folder, needed, found, Object.hasOwn(optionalDependencies, needed))
  for (const wished of Object.keys(optionalDependencies)) take(root, folder, wished, found, true)
  for (const peer of Object.keys(peerDependencies))
    if (!peerDependenciesMeta[peer]?.optional) take(root, folder, peer, found, true)
}

/** Node's own way: the nearest `node_modules` upwards that has it. */
function folderOf(root: string, from: string, name: string): string | undefined {
  for (let at = from; at.startsWith(root); at = dirname(at)) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder)
  }
  return undefined
}

const packedAt = (folder: string): Packed => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Packed
