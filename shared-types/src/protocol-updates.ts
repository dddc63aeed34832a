import type { UpdateFault } from './model/update.ts'

/** How far a window is with an update, as it tells the server. `ready`: laid, and tried at the next start. */
export type UpdateProgress =
  | { how: 'current' }
  | { how: 'loading'; version: string; done: number; size: number }
  | { how: 'ready'; version: string }
  | { how: 'failed'; version: string; why: UpdateFault }

/** A window tells how it stands and asks what is meant for it. */
export interface UpdateAsk {
  /** The version that runs. */
  version: string
  /** `process.platform`-`process.arch`. */
  platform: string
  shell: 'electron' | 'web'
  progress: UpdateProgress
}

/** A package for this very station. Nothing of it is believed before its signature: it only says where to begin. */
export interface UpdateOffer {
  /** The sha-256 of the whole file, in hex: it is fetched by it, in ranges of at most `UPDATE_PIECE` bytes. */
  hash: string
  version: string
  /** Bytes of the whole file. */
  size: number
}

export interface UpdateAnswer {
  offer?: UpdateOffer
  time: string
}

export const UPDATE_PIECE = 4 * 1024 * 1024

/** A package that the server keeps. */
export interface UpdatePackage extends UpdateOffer {
  platform: string
  shell: 'electron' | 'web'
  made: string
  /** Newer versions in whose place it may be put. */
  over: string[]
  storedAt: string
}

/**
 * Which share of the stations of a unit and below gets a package. The nearest word counts: for the station itself, its
 * unit, the unit above, and so on; `percent` 0 holds it back.
 */
export interface UpdateRollout {
  package: string
  /** The id of a unit or of a station. */
  target: string
  /** 0 to 100, of the stations; the same ones when it is raised. */
  percent: number
}

/** How a station stands, for who looks after its unit. */
export interface UpdateStation {
  station: string
  name: string
  unit: string
  version: string
  platform: string
  shell: 'electron' | 'web'
  progress: UpdateProgress
  /** By the server's clock. */
  at: string
}

export interface UpdatesAnswer {
  packages: UpdatePackage[]
  rollouts: UpdateRollout[]
  stations: UpdateStation[]
  time: string
}
