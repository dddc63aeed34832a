import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses'

/**
 * What the packaged Electron can do at all, whatever is asked of it (electronjs.org/docs/latest/tutorial/fuses): it is no
 * Node for whoever sets a variable, takes no options and no debugger from outside, and runs only the archive that it was
 * packaged with. Every fuse of the wire is named, so that one that a later Electron adds stops the packaging until it is
 * decided on.
 */
export const ELECTRON_FUSES: FuseConfig & { strictlyRequireAllFuses: true } = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // Flipping breaks the signature that macOS asks of every program on its own chips.
  resetAdHocDarwinSignature: process.platform === 'darwin',
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // Only one snapshot is shipped, for the page and the main process alike.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages are served under a scheme of our own; file: gets nothing.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // V8's own default: it bounds WebAssembly's memory by the processor's traps.
  [FuseV1Options.WasmTrapHandlers]: true,
}
