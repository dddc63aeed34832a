import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program of ours or of a package with this very Node; what it prints is passed on. Answers its exit code. */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? (signal ? 130 : 1)))
  })
}

/** The same without showing it: what it printed and its exit code. */
export function captureNode(args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: Buffer[] = []
    child.stdout.on('data', part => parts.push(part))
    child.stderr.on('data', part => parts.push(part))
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? 1, output: String(Buffer.concat(parts)) }))
  })
}

/** The file that a package's command runs, so that it needs no shell and no execute bit. */
export function binaryOf(name: string, command = name): string {
  const folder = join(ROOT, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const file = typeof bin === 'string' ? bin : bin[command]
  if (!file) throw new Error(`${name} has no command ${command} (${dirname(folder)})`)
  return join(folder, file)
}
