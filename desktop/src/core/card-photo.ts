import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import sharp from 'sharp'
import { decodedPhoto, type PhotoProgram } from '../../../native-bridges/src/photo-program.ts'
import { bitmapPixels } from './bitmap.ts'
import type { Notes } from './notes.ts'

/** The photo on a card's chip: who decodes it at this window, and what came of it. */
export interface CardPhotos {
  program(): PhotoProgram | undefined
  /** From now on; nobody without one. */
  use(program: PhotoProgram | undefined): Promise<void>
  /** A PNG of the chip's photo; undefined where no program is set up. @throws when it makes no picture of it */
  shown(wlt: Uint8Array): Promise<Uint8Array> | undefined
}

const NOTE = 'card-photo'
/** Pixels of a side: cards have 102 × 126, scaled up by some programs; less is no face. */
const SIDES = { least: 40, most: 2000 }

/** `patience`: milliseconds for the program, its own when left out. */
export async function openCardPhotos(notes: Notes, patience?: number): Promise<CardPhotos> {
  const now = { program: (await notes.get<PhotoProgram | null>(NOTE)) ?? undefined }
  // One card is looked at by several pages of the screen.
  let made: { wlt: Uint8Array; picture: Promise<Uint8Array> } | undefined
  return {
    program: () => now.program,
    async use(program) {
      await notes.put(NOTE, program ?? null)
      now.program = program
      made = undefined
    },
    shown(wlt) {
      const { program } = now
      if (!program) return undefined
      if (made?.wlt !== wlt) made = { wlt, picture: decodedPhoto(program, wlt, patience).then(asShown) }
      return made.picture
    },
  }
}

/** Whether this is the path of a program that the account of this window may run. */
export async function isProgram(path: string): Promise<boolean> {
  if (!isAbsolute(path)) return false
  try {
    if (!(await stat(path)).isFile()) return false
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Only pixels go on, whatever a program says that it wrote. @throws for what is no JPEG, PNG or bitmap of a card's size */
async function asShown(bytes: Uint8Array): Promise<Uint8Array> {
  const { least, most } = SIDES
  const plain = bitmapPixels(bytes, most)
  const image = plain
    ? sharp(plain.data, { raw: { width: plain.width, height: plain.height, channels: 3 } })
    : sharp(bytes, { limitInputPixels: most * most, failOn: 'warning' })
  const { format, width, height } = await image.metadata()
  if (!plain && format !== 'jpeg' && format !== 'png') throw new Error(`a ${format} is no picture of a card`)
  if (Math.min(width, height) < least || Math.max(width, height) > most)
    throw new Error(`${width} × ${height} is no picture of a card`)
  return new Uint8Array(await image.flatten({ background: '#ffffff' }).png().toBuffer())
}
