import { z } from 'zod'
import { call } from './call.ts'

/** Quarters of a circle, in degrees. */
const Turn = z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])

export const CameraUse = z.enum(['page', 'portrait', 'code'])

export type CameraUse = z.infer<typeof CameraUse>

/** A camera of the desk by the name that the system has for it, and how it is turned. */
export const Camera = z.object({ name: z.string().max(300), turn: Turn })

export type Camera = z.infer<typeof Camera>

/** Pictures, pages and the cameras that take them. */
export const FILES_CALLS = {
  'files.add': call<StoredFile>()(
    z.object({
      name: z.string().max(300),
      mime: z.string().max(100),
      bytes: z.instanceof(Uint8Array),
      /** What becomes of it: a page is made straight, cut and evenly lit, a portrait cut to a permit's size. */
      as: z.enum(['picture', 'page', 'portrait']).default('picture'),
    }),
  ),
  /** A file of several pages (TIFF), each made into a page as by `files.add`. */
  'files.pages': call<StoredFile[]>()(z.object({ bytes: z.instanceof(Uint8Array) })),
  /** Both sides of an identity card, each photographed, on one sheet of A4. */
  'files.card': call<StoredFile>()(z.object({ sides: z.tuple([z.instanceof(Uint8Array), z.instanceof(Uint8Array)]) })),
  /** One PDF of several pages that are kept here, in this order. */
  'files.pdf': call<StoredFile>()(
    z.object({
      hashes: z
        .array(z.string().regex(/^[0-9a-f]{64}$/))
        .min(1)
        .max(200),
    }),
  ),
  'files.get': call<{ mime: string; bytes: Uint8Array }>()(
    z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), thumbnail: z.boolean().default(false) }),
  ),
  /** The camera that was last used for each purpose at this window. */
  'cameras.state': call<Partial<Record<CameraUse, Camera>>>()(z.object({})),
  'cameras.keep': call<void>()(z.object({ use: CameraUse, camera: Camera })),
  /** Scans on the desk's scanner; pages arrive as notices too. */
  'files.scan': call<StoredFile[]>()(z.object({ device: z.string().optional() })),
  /** A portrait of the person at the desk, from the desk's camera. */
  'files.portrait': call<StoredFile>()(z.object({})),
} as const

export interface StoredFile {
  hash: string
  mime: string
  size: number
  width?: number
  height?: number
  /** Of the first page of a stack: so many sides of it were blank and were not kept. */
  blanks?: number
  /** Of the last page of a stack or file that a fault ended: what happened, and what to do. */
  stopped?: string
}

export interface Download {
  name: string
  mime: string
  bytes: Uint8Array
}
