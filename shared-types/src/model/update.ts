/** One file of a program as it lies in a version's folder. */
export interface UpdateFile {
  /** Relative, with `/`. */
  path: string
  /** Bytes. */
  size: number
  /** In hex. */
  sha256: string
  /** It is started as a program. */
  exec?: true
}

/** What an update package says of itself; the release key signs exactly these bytes. docs/updates.md has the whole format. */
export interface UpdateManifest {
  format: number
  /** Three numbers with points. */
  version: string
  /** `process.platform`-`process.arch`, or `any`. */
  platform: string
  shell: 'electron' | 'web'
  /** ISO 8601 in UTC. */
  made: string
  /** The file that is started: a script for Node, or a program of its own. */
  run: string
  /** In the order in which they stand in the payload. */
  files: UpdateFile[]
  /** What follows the signature: all files one behind the other, as gzip. */
  payload: { size: number; sha256: string }
  /** Newer versions in whose place this one may be put all the same. */
  over?: string[]
}

/** Why a package or its version is not taken, or did not stay. */
export const UPDATE_FAULTS = [
  /** No package of ours, or of a later form. */
  'no-package',
  /** This program knows no release key, so that nothing can prove itself to it. */
  'no-key',
  /** No release key of this program signed it. */
  'signature',
  /** It does not hold what its signed list says, or is not all there. */
  'altered',
  /** For another kind of machine or shell. */
  'platform',
  /** It is running already. */
  'same',
  /** Older than what is running, and not signed as a way back. */
  'older',
  /** It was installed here before and did not start. */
  'failed-before',
  /** It was started twice and did not come up: the version before runs again. */
  'not-started',
  /** The disk did not take it. */
  'disk',
  /** This window does not run from a folder that updates can be put into. */
  'unmanaged',
] as const
export type UpdateFault = (typeof UPDATE_FAULTS)[number]
