/** The packages of a run, which `npm run test:installers` has made, and the bare system. */
export interface Packages {
  /** A bare Debian as a tar. */
  root: string
  window(version: string): string
  server(version: string): string
  /** A window that ends as soon as it is started. */
  broken(version: string): string
}

/** Throws when they were not made: the test is run by its own command. */
export function packages(): Packages {
  const { CHUANGTAI_PACKAGES: folder, CHUANGTAI_BARE: root } = process.env
  if (!folder || !root) throw new Error('Run by: npm run test:installers')
  const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'
  const window = (version: string) => `${folder}/chuangtai-window_${version}_${arch}.deb`
  return { root, window, broken: window, server: version => `${folder}/chuangtai-server_${version}_${arch}.deb` }
}
