/** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated. */
type SexCode = '0' | '1' | '2' | '9'

interface CardCommon {
  /** The Chinese name; on a foreigner's card it may be empty. Up to 15 UTF-16 units on the chip. */
  name: string
  sex: SexCode
  /** YYYY-MM-DD */
  birth: string
  /** 18 characters by GB 11643, or three letters and twelve digits on a 2017 foreigner's card. */
  idNumber: string
  /** YYYY-MM-DD */
  from: string
  /** YYYY-MM-DD, or `long-term` where the card says 长期. */
  to: string
  /** The chip's WLT bytes, 1024 of them, as they are: no open decoder exists. */
  photo: Uint8Array
  /**
   * The chip's fingerprint block, 512 or 1024 bytes as they are (GA 490 features), where it was asked for and the chip has
   * one: for a comparison at the desk, never for a screen, a log or a file.
   */
  fingerprint?: Uint8Array
  /** Present when the chip holds an address newer than the printed one. */
  newAddress?: string
}

/** 居民身份证 */
interface ResidentCard extends CardCommon {
  layout: 'resident'
  /** GB/T 3304: two digits, 01 to 56, 97 or 98. */
  nation: string
  address: string
  authority: string
}

/** 港澳台居民居住证 (its number starts with 81, 82 or 83) */
interface SarResidenceCard extends CardCommon {
  layout: 'J'
  address: string
  authority: string
  /** The number of the travel permit to the mainland. */
  passNumber: string
  issueCount: number
}

/** 外国人永久居留身份证, the model of 2017 */
interface ForeignerCard2017 extends CardCommon {
  layout: 'I'
  englishName: string
  /** GB/T 2659, three letters. */
  country: string
  version: string
  /** Four digits. */
  authority: string
}

/** 外国人永久居留身份证, the model of 2023 */
interface ForeignerCard2023 extends CardCommon {
  layout: 'Y'
  englishName: string
  country: string
  renewals: number
  /** Links to the number of the card before this one; empty when there was none. */
  previousIdLink: string
}

/** What a chip says of its holder; `layout` is the type letter on it, `resident` where it is blank. */
export type CardData = ResidentCard | SarResidenceCard | ForeignerCard2017 | ForeignerCard2023
