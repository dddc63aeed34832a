import { lineAt, type Node, type Source, walk } from './source.ts'

const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/

/** A function's length in lines: all of it, and `own` without the functions that stand inside it, which count themselves. */
export interface FunctionSize {
  path: string
  line: number
  name: string
  lines: number
  own: number
}

export function functionSizes(source: Source): FunctionSize[] {
  const sizes: FunctionSize[] = []
  measure(source, source.program, '', sizes)
  return sizes
}

/** Answers how many lines the functions right under a node take. */
function measure(source: Source, node: Node, name: string, sizes: FunctionSize[]): number {
  let inside = 0
  for (const child of childrenOf(node)) {
    const childName = nameOf(child) ?? name
    const within = measure(source, child, childName, sizes)
    if (!FUNCTION.test(child.type)) {
      inside += within
      continue
    }
    const line = lineAt(source, child.start)
    const lines = lineAt(source, child.end) - line + 1
    sizes.push({ path: source.path, line, name: childName, lines, own: lines - within })
    // A function on one line shares that line with what is around it.
    inside += lines - 1
  }
  return inside
}

function* childrenOf(node: Node): Generator<Node> {
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') yield child as Node
    }
  }
}

/** What a declaration, a property or a variable calls its function. */
function nameOf(node: Node): string | undefined {
  const named = (node.id ?? (node.type === 'Property' ? node.key : undefined)) as Node | null | undefined
  return typeof named?.name === 'string' ? named.name : undefined
}

/** The names by which a source speaks: identifiers, and strings as they stand between quotes. */
export function* namesOf(source: Source): Generator<{ name: string; line: number }> {
  for (const node of walk(source.program)) {
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? node.name : node.value
    if (typeof name === 'string' && /^(Identifier|JSXIdentifier|Literal)$/.test(node.type)) {
      yield { name, line: lineAt(source, node.start) }
    }
  }
}
