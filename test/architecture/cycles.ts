/** The groups of files that import each other in a ring (Tarjan's strongly connected components of more than one). */
export function cycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const state = { index: new Map<string, number>(), low: new Map<string, number>(), stack: [] as string[] }
  const found: string[][] = []
  for (const file of graph.keys()) if (!state.index.has(file)) visit(file, graph, state, found)
  return found
}

interface Visit {
  index: Map<string, number>
  low: Map<string, number>
  stack: string[]
}

function visit(file: string, graph: ReadonlyMap<string, readonly string[]>, state: Visit, found: string[][]): void {
  const { index, low, stack } = state
  index.set(file, index.size)
  low.set(file, index.get(file)!)
  stack.push(file)
  for (const next of graph.get(file) ?? []) {
    if (!index.has(next)) visit(next, graph, state, found)
    if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!))
  }
  if (low.get(file) !== index.get(file)) return
  const ring = stack.splice(stack.indexOf(file))
  if (ring.length > 1 || graph.get(file)?.includes(file)) found.push(ring)
}
