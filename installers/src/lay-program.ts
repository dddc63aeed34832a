import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { neededPackages } from './needed-packages.ts'
import { filesBelow, type Program, programFiles } from './program-files.ts'
import { isShipped, isShippedFile, type Target } from './trims.ts'

/** Where the built screen lies, which every program serves. */
const SCREEN = 'desktop/dist/renderer'

/**
 * Lays a whole program of that version into an empty `folder`: its sources, the built screen, the packages that it needs,
 * and Node as `runtime/node`. Nothing is looked for elsewhere: the packages are those installed below `root`, for this
 * machine's processor. Answers how many files it has.
 */
export function layProgram(root: string, program: Program, version: string, folder: string): number {
  const own = programFiles(root, program)
  const named = neededPackages(
    root,
    program.workspaces,
    own.filter(file => /\.m?ts$/.test(file)),
  ).filter(path => isShipped(nameOf(path)))
  const target: Target = { platform: 'linux', arch: process.arch === 'arm64' ? 'arm64' : 'x64' }
  const packed = named.flatMap(path => packageFiles(root, path, target))
  const files = [...own, ...filesBelow(root, SCREEN), ...packed, 'LICENSE']
  for (const file of files) put(join(root, file), join(folder, file))
  for (const workspace of program.workspaces) setVersion(join(folder, workspace, 'package.json'), version)
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name: 'chuangtai', type: 'module', version })}\n`)
  const node = join(folder, 'runtime/node')
  put(join(root, 'node_modules/node/bin/node'), node)
  chmodSync(node, 0o755)
  // Names of functions for a debugger, a seventh of its size; where the tool is missing they stay.
  spawnSync('strip', ['--strip-all', node], { stdio: 'ignore' })
  return files.length + 2
}

/** `node_modules/@a/b/node_modules/c` is `c`. */
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** What is shipped of a package; packages within it are found by themselves. */
function packageFiles(root: string, path: string, target: Target): string[] {
  return filesBelow(root, path).filter(file => {
    const inner = file.slice(path.length + 1)
    return !inner.startsWith('node_modules/') && isShippedFile(nameOf(path), inner, target)
  })
}

function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(from, to)
}

function setVersion(path: string, version: string): void {
  const packed = JSON.parse(readFileSync(path, 'utf8')) as object
  writeFileSync(path, `${JSON.stringify({ ...packed, version }, undefined, 2)}\n`)
}
