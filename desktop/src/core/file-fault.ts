/** Why a file was not taken, or cannot be given. Closed: the core's words have `file.<code>` for each. */
export type FileFaultCode =
  /** More bytes than one file may have; facts `size` and `limit` in MB. */
  | 'too-large'
  /** More pixels than may be decoded; facts `pixels` and `limit` in millions. */
  | 'too-many-pixels'
  /** Fewer pixels than a portrait needs; facts `width` and `height`. */
  | 'too-small'
  /** No picture or PDF that is taken here, whatever its name says. */
  | 'not-a-picture'
  /** It begins as a picture or PDF does and then breaks off or makes no sense. */
  | 'broken'
  /** A TIFF of several pages; fact `pages`. */
  | 'many-pages'
  /** What makes pages of pictures died or stood still over it. */
  | 'unprocessed'
  | 'disk-full'
  | 'unwritable'
  /** It is not on this desk. */
  | 'missing'
  /** What lay on the disk is not what was stored; it was laid aside, so that it can be fetched again. */
  | 'damaged'

/** An expected refusal of a file. Its message names no file and no person. */
export class FileFault extends Error {
  readonly code: FileFaultCode
  readonly facts: Readonly<Record<string, string | number>>

  constructor(code: FileFaultCode, facts: FileFault['facts'] = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'FileFault'
    this.code = code
    this.facts = facts
  }
}
