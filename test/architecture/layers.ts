/**
 * A part of the house, and what it may import beside itself. The direction is the one of the design: the vocabulary at
 * the bottom, then the engine, the stores, the core and the server, the shells, and tests and scripts above all.
 */
interface Layer {
  name: string
  files: RegExp
  may: readonly string[]
}

export const LAYERS: readonly Layer[] = [
  { name: 'model', files: /^shared-types\/src\/model\//, may: [] },
  { name: 'engine', files: /^shared-types\/src\/engine\//, may: ['model', 'protocol'] },
  { name: 'protocol', files: /^shared-types\/src\/protocol[\w-]*\.ts$/, may: ['model'] },
  { name: 'domain', files: /^shared-types\/src\/domains\/[^/]+\//, may: ['model'] },
  { name: 'domains', files: /^shared-types\/src\/domains\/index\.ts$/, may: ['model', 'engine', 'domain'] },
  { name: 'store', files: /^shared-types\/src\/store\//, may: ['model', 'engine'] },
  { name: 'workbooks', files: /^shared-types\/src\/workbooks\//, may: ['model', 'engine'] },
  { name: 'carry', files: /^shared-types\/src\/carry[\w-]*\.ts$/, may: ['model', 'protocol'] },
  { name: 'national', files: /^shared-types\/src\/national\//, may: ['model'] },
  { name: 'bridges', files: /^native-bridges\/src\//, may: [] },
  {
    name: 'demo',
    files: /^sync-server\/src\/demo\//,
    may: ['model', 'engine', 'protocol', 'domains', 'store', 'bridges', 'server'],
  },
  {
    name: 'server',
    files: /^sync-server\/src\//,
    may: ['model', 'engine', 'protocol', 'domains', 'store', 'carry', 'workbooks', 'national'],
  },
  { name: 'api', files: /^desktop\/src\/api(\.ts$|\/)/, may: ['model', 'engine', 'protocol'] },
  { name: 'wire', files: /^desktop\/src\/wire\.ts$/, may: ['api'] },
  {
    name: 'core',
    files: /^desktop\/src\/core\//,
    may: ['model', 'engine', 'protocol', 'domains', 'store', 'carry', 'workbooks', 'national', 'bridges', 'api'],
  },
  { name: 'renderer', files: /^desktop\/src\/renderer\//, may: ['model', 'engine', 'api', 'wire'] },
  { name: 'preload', files: /^desktop\/src\/preload\//, may: ['api', 'shells'] },
  { name: 'shells', files: /^desktop\/src\/(shells\/|cli\.ts$)/, may: ['engine', 'core', 'api', 'wire'] },
  { name: 'installers', files: /^installers\//, may: [] },
]

/** Tests, scripts and configuration stand above everything and are imported by nobody. */
const ABOVE =
  /(\.test\.tsx?$)|(\.contract\.ts$)|(\/fixtures\/)|^(test|scripts|sync-server\/test|(desktop\/)?vi(te|test)[\w.]*config\.ts$)/

export const isAbove = (path: string) => ABOVE.test(path)

/** The layer of a file; undefined above all, and for what is no code of ours (a package's JSON). */
export function layerOf(path: string): Layer | undefined {
  return isAbove(path) ? undefined : LAYERS.find(layer => layer.files.test(path))
}

/** Packages that only some parts may know. */
export const PACKAGES: readonly { packages: RegExp; only: RegExp; why: string }[] = [
  {
    packages: /^electron$/,
    only: /^desktop\/src\/(shells\/electron|preload)\//,
    why: 'the window works without Electron',
  },
  { packages: /^(rxdb|rxjs)(\/|$)/, only: /^desktop\/src\/core\//, why: 'only the core stores' },
  { packages: /^(react|antd|@ant-design)/, only: /^desktop\/src\/renderer\//, why: 'only the screen draws' },
  {
    packages: /^(express|helmet|pg)$/,
    only: /^sync-server\/src\//,
    why: 'only the server listens and speaks PostgreSQL',
  },
  {
    packages: /^(serialport|usb|node-hid|modbus-serial|koffi)$/,
    only: /^native-bridges\/src\//,
    why: 'devices are the bridges’',
  },
  {
    packages: /^node:/,
    only: /^(?!shared-types\/src\/(?!workbooks\/)|desktop\/src\/(renderer|api|wire))/,
    why: 'it runs in a browser too',
  },
]
