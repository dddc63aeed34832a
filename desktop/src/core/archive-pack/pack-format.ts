/** The form of a package of one closed case (归档信息包); raised when something in it changes its meaning. */
export const PACK_FORM = 'chuangtai-archive-1'
export const MANIFEST = 'manifest.json'
export const METADATA = 'metadata.json'
export const EVENTS = 'events.json'
/** The hash of the manifest, which names the hash of everything else. */
export const SEAL = 'manifest.sha256'

/**
 * The four properties that an electronic record is checked for before it is taken over (电子档案“四性”检测): genuine, whole,
 * usable, safe.
 */
export const CHECKS = ['authentic', 'complete', 'usable', 'safe'] as const
export type Check = (typeof CHECKS)[number]

export interface PackManifest {
  form: string
  madeAt: string
  caseId: string
  type: string
  files: { name: string; size: number; sha256: string; mime: string }[]
  /** For each property what was found against it; nothing where it holds. */
  checks: Record<Check, string[]>
}
