import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CHINESE, LONG_FILES, LONG_FUNCTIONS } from './architecture/allowed.ts'
import { cycles } from './architecture/cycles.ts'
import { domainNames } from './architecture/domain-names.ts'
import { functionSizes, namesOf } from './architecture/functions.ts'
import { isAbove, LAYERS, layerOf, PACKAGES } from './architecture/layers.ts'
import { allFiles, allSources, parseSource, readText, stringsOf } from './architecture/source.ts'

const sources = allSources()
const ours = sources.filter(({ path }) => !isAbove(path))
const isWords = (path: string) => /(^|\/)(words|invented)[\w.-]*\.ts$|\/words\//.test(path)

describe('layers', () => {
  test('every source stands in a layer, or above all', () => {
    expect(ours.map(({ path }) => path).filter(path => !layerOf(path))).toEqual([])
  })

  test('imports point at files that are there', () => {
    const broken = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ to, ours }) => ours && !existsSync(new URL(`../${to}`, import.meta.url)))
        .map(({ to }) => `${path} → ${to}`),
    )
    expect(broken).toEqual([])
  })

  test('imports go downwards only', () => {
    const upwards = ours.flatMap(({ path, imports }) => {
      const from = layerOf(path)!
      return imports
        .filter(({ to, ours }) => ours && !to.endsWith('.json') && !to.includes('node_modules'))
        .filter(({ to }) => !(layerOf(to) === from || from.may.includes(layerOf(to)?.name ?? 'above')))
        .map(({ to }) => `${from.name}: ${path} → ${to}`)
    })
    expect(upwards).toEqual([])
  })

  test('one domain knows nothing of another', () => {
    const folder = (path: string) => /^shared-types\/src\/domains\/([^/]+)\//.exec(path)?.[1]
    const across = ours.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => folder(path) && folder(to) && folder(to) !== folder(path) && folder(to) !== 'standards')
        .map(({ to }) => `${path} → ${to}`),
    )
    expect(across).toEqual([])
  })

  test('the screen takes only types from the api', () => {
    const values = ours
      .filter(({ path }) => path.startsWith('desktop/src/renderer/'))
      .flatMap(({ path, imports }) =>
        imports.filter(i => /^desktop\/src\/api(\.ts|\/)/.test(i.to) && !i.typeOnly).map(() => path),
      )
    expect(values).toEqual([])
  })

  test('a package is known only where it belongs', () => {
    const elsewhere = ours.flatMap(({ path, imports }) =>
      PACKAGES.flatMap(({ packages, only, why }) =>
        imports
          .filter(({ to, ours }) => !ours && packages.test(to) && !only.test(path))
          .map(({ to }) => `${path} → ${to}: ${why}`),
      ),
    )
    expect(elsewhere).toEqual([])
  })

  test('nothing goes in a ring, types included', () => {
    const graph = new Map(sources.map(({ path, imports }) => [path, imports.filter(i => i.ours).map(i => i.to)]))
    expect(cycles(graph)).toEqual([])
  })

  test('the layers themselves go in no ring', () => {
    const withoutDemo = LAYERS.map(layer => [layer.name, layer.may.filter(name => name !== layer.name)] as const)
    expect(cycles(new Map(withoutDemo))).toEqual([])
  })
})

describe('sizes', () => {
  const measured = ours.filter(({ path }) => !isWords(path))

  test('a file has less than 300 lines', () => {
    const long = measured.filter(({ lineStarts }) => lineStarts.length > 300).map(({ path }) => path)
    expect(long.sort()).toEqual(Object.keys(LONG_FILES).sort())
  })

  test('a function has at most 40 lines of its own, and 100 with what stands inside it', () => {
    const long = measured
      .flatMap(functionSizes)
      .filter(({ own, lines }) => own > 40 || lines > 100)
      .map(({ path, name }) => `${path} ${name}`)
    expect([...new Set(long)].sort()).toEqual(Object.keys(LONG_FUNCTIONS).sort())
  })

  test('nine functions of ten have at most 25 lines', () => {
    const lines = measured
      .flatMap(functionSizes)
      .map(size => size.lines)
      .sort((a, b) => a - b)
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThanOrEqual(25)
  })
})

describe('words', () => {
  test('no name of a domain stands outside its folder', () => {
    const names = domainNames()
    const place =
      /^(desktop\/src|sync-server\/src\/(?!demo\/)|shared-types\/src\/(engine|store|model|protocol|workbooks))/
    const found = ours
      .filter(({ path }) => place.test(path))
      .flatMap(source =>
        [...namesOf(source)]
          .filter(({ name }) => names.has(name))
          .map(({ name, line }) => `${source.path}:${line} ${name}: ${names.get(name)}`),
      )
    expect(found).toEqual([])
  })

  test('Chinese is in word files, domains and invented data, and nowhere in code', () => {
    const found = ours
      .filter(({ path }) =>
        /^(desktop|sync-server|scripts)\/|^shared-types\/src\/(engine|store|model|protocol|workbooks)/.test(path),
      )
      .filter(({ path }) => !isWords(path) && !path.startsWith('sync-server/src/demo/'))
      .filter(source => [...stringsOf(source)].some(({ value }) => /\p{Script=Han}/u.test(value)))
      .map(({ path }) => path)
    expect(found.sort()).toEqual(Object.keys(CHINESE).sort())
  })
})

describe('worlds', () => {
  interface Config {
    extends?: string
    compilerOptions: { lib?: string[]; types?: string[] }
    include: string[]
    exclude?: string[]
  }
  const config = (name: string) => JSON.parse(readText(name)) as Config
  const WORLDS = ['tsconfig.json', 'tsconfig.pure.json', 'tsconfig.screen.json', 'tsconfig.electron.json']

  test('shared code sees neither Node nor the DOM, node code no DOM, the screen no Node', () => {
    expect(config('tsconfig.json').compilerOptions).toMatchObject({ lib: ['ES2024'], types: ['node'], strict: true })
    expect(config('tsconfig.pure.json')).toMatchObject({ extends: './tsconfig.json', include: ['shared-types/src'] })
    expect(config('tsconfig.pure.json').compilerOptions).toEqual({ types: [] })
    expect(config('tsconfig.screen.json').compilerOptions.types).toEqual(['vite/client'])
    expect(config('tsconfig.screen.json').include).toEqual(['desktop/src/renderer'])
    expect(config('tsconfig.electron.json').compilerOptions.types).toEqual(['node', 'electron'])
  })

  test('every TypeScript file is compiled in one of them', () => {
    const compiled = (path: string) =>
      WORLDS.map(config).some(
        ({ include, exclude = [] }) =>
          include.some(start => path.startsWith(start)) && !exclude.some(start => path.startsWith(start)),
      )
    const left = sources.map(({ path }) => path).filter(path => /\.tsx?$/.test(path) && !compiled(path))
    expect(left).toEqual([])
  })
})

describe('what the repository says', () => {
  const TEXT = /\.(ts|tsx|mjs|json|md|html|css|yml|yaml|sh)$|^\.ci\/|^\.npmrc$|^LICENSE$/
  const MACHINE = [
    /(?<![\w.])\/(work|root|home\/\w+|Users\/\w+)\//,
    /https?:\/\/[\w.-]*(registry|npmjs|artifactory|nexus)[\w.-]*/,
  ]

  test('it names no folder of a machine and no registry', () => {
    const found = allFiles()
      .filter(path => TEXT.test(path))
      .flatMap(path =>
        readText(path)
          .split('\n')
          .flatMap((line, at) => (MACHINE.some(one => one.test(line)) ? [`${path}:${at + 1}`] : [])),
      )
      .filter(place => !place.startsWith('test/architecture.test.ts:'))
    expect(found).toEqual([])
  })

  test('the lock file says what, never from where', () => {
    // Packages of the house are resolved to their folders, which have no scheme.
    expect(readText('package-lock.json')).not.toMatch(/"resolved": "\w+:/)
  })
})

describe('the measures themselves', () => {
  test('an import is seen in each of its forms', () => {
    const { imports } = parseSource(
      'desktop/src/x/a.ts',
      `import { a } from './a1.ts'
      import type { b } from '../b.ts'
      import { type c } from './c.ts'
      export * from './d.ts'
      export type { e } from './e.ts'
      const f = await import('./f.ts')
      type G = import('./g.ts').G
      import 'node:fs'`,
    )
    expect(imports).toEqual([
      { to: 'desktop/src/x/a1.ts', ours: true, typeOnly: false },
      { to: 'desktop/src/b.ts', ours: true, typeOnly: true },
      { to: 'desktop/src/x/c.ts', ours: true, typeOnly: true },
      { to: 'desktop/src/x/d.ts', ours: true, typeOnly: false },
      { to: 'desktop/src/x/e.ts', ours: true, typeOnly: true },
      { to: 'desktop/src/x/f.ts', ours: true, typeOnly: false },
      { to: 'desktop/src/x/g.ts', ours: true, typeOnly: true },
      { to: 'node:fs', ours: false, typeOnly: false },
    ])
  })

  test('a ring is found, and what hangs on it is not blamed', () => {
    const graph = { a: ['b'], b: ['c'], c: ['b', 'd'], d: [], e: ['e'] }
    expect(cycles(new Map(Object.entries(graph))).map(ring => ring.sort())).toEqual([['b', 'c'], ['e']])
  })

  test('a function is measured without the functions inside it', () => {
    const text = 'function outer() {\n  one()\n  return () => {\n    two()\n    three()\n  }\n}\n'
    expect(functionSizes(parseSource('x.ts', text))).toEqual([
      { path: 'x.ts', line: 3, name: 'outer', lines: 4, own: 4 },
      { path: 'x.ts', line: 1, name: 'outer', lines: 7, own: 4 },
    ])
  })

  test('texts are found in strings, templates and JSX, and not in comments', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source text of a template
    const text = '// 注释\nconst a = \'甲\'\nconst b = `乙${a}丙`\nconst c = <p title="丁">戊</p>\n'
    expect([...stringsOf(parseSource('x.tsx', text))].map(({ value, line }) => `${line}${value}`)).toEqual([
      '2甲',
      '3乙',
      '3丙',
      '4丁',
      '4戊',
    ])
  })
})
