import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.data', '.tmp'])

/** Any node of the syntax tree, ESTree with TypeScript. */
export interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

export interface Source {
  /** From the repository's root, with `/`. */
  path: string
  text: string
  program: Node
  /** Offsets at which lines begin. */
  lineStarts: readonly number[]
  /** What it imports, types included; ours as paths from the root, packages by their specifier. */
  imports: readonly { to: string; ours: boolean; typeOnly: boolean }[]
}

/** Every file of the repository by its path, whatever git thinks of it. */
export function allFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap(entry => {
    if (SKIPPED.has(entry.name)) return []
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? allFiles(path) : entry.isFile() ? [path] : []
  })
}

export const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Every TypeScript and plain JavaScript file of ours, parsed. Throws on a syntax error. */
export function allSources(): Source[] {
  return allFiles()
    .filter(path => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts'))
    .map(path => parseSource(path, readText(path)))
}

/** A source from its text, as if it stood at that path. */
export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text)
  if (errors.length) throw new Error(`${path}: ${errors[0]!.message}`)
  const tree = program as unknown as Node
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  return { path, text, program: tree, lineStarts, imports: importsOf(path, tree) }
}

/** `import`, `export … from`, `import()` and `import('…').Type`, all four. */
function importsOf(path: string, tree: Node): Source['imports'] {
  const found: { specifier: string; typeOnly: boolean }[] = []
  for (const node of walk(tree)) {
    const specifier = specifierOf(node)
    if (specifier === undefined) continue
    found.push({ specifier, typeOnly: isTypeOnly(node) })
  }
  return found.map(({ specifier, typeOnly }) => {
    const ours = specifier.startsWith('.')
    return { to: ours ? posix.join(dirname(path), specifier) : specifier, ours, typeOnly }
  })
}

function specifierOf(node: Node): string | undefined {
  if (
    !/^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/.test(node.type)
  )
    return undefined
  const source = (node.source ?? (node.argument as Node | undefined)?.literal ?? node.argument) as
    | Node
    | null
    | undefined
  return typeof source?.value === 'string' ? source.value : undefined
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type') return true
  const specifiers = node.specifiers as Node[] | undefined
  return !!specifiers?.length && specifiers.every(one => one.importKind === 'type' || one.exportKind === 'type')
}

/** Every node under this one, itself first. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') yield* walk(child)
    }
  }
}

/** The line of an offset, from 1. */
export function lineAt(source: Source, offset: number): number {
  let low = 0
  let high = source.lineStarts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (source.lineStarts[middle]! <= offset) low = middle
    else high = middle
  }
  return low + 1
}

/** What a person reads or the program compares: string literals, template pieces, JSX text; comments are none of it. */
export function* stringsOf(source: Source): Generator<{ value: string; line: number }> {
  for (const node of walk(source.program)) {
    const value =
      node.type === 'TemplateElement'
        ? (node.value as { cooked: string }).cooked
        : node.type === 'Literal' || node.type === 'JSXText'
          ? node.value
          : undefined
    if (typeof value === 'string') yield { value, line: lineAt(source, node.start) }
  }
}
