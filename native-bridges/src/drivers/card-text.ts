import { DeviceError } from '../driver.ts'
import type { CardData } from './card-data.ts'
import { isCitizenNumber, isoDate } from './citizen-number.ts'

/** Offset and length in bytes of each field in the 256 bytes of UTF-16LE, padded with spaces. */
type Layout = Readonly<Record<string, readonly [offset: number, length: number]>>
type Fields = Record<string, string>
type Saved<Card> = Card extends CardData ? Omit<Card, 'photo' | 'newAddress' | 'fingerprint'> : never
/** A card without the parts that stand outside its text. */
export type CardText = Saved<CardData>

const SIZE = 256
const TYPE_LETTER = [248, 2] as const
const DATES = { from: [188, 16], to: [204, 16] } as const
const RESIDENT = {
  name: [0, 30],
  sex: [30, 2],
  nation: [32, 4],
  birth: [36, 16],
  address: [52, 70],
  idNumber: [122, 36],
  authority: [158, 30],
  ...DATES,
} as const
const { nation: _none, ...WITHOUT_NATION } = RESIDENT

const LAYOUTS = {
  resident: RESIDENT,
  J: { ...WITHOUT_NATION, passNumber: [220, 18], issueCount: [238, 4] },
  I: {
    englishName: [0, 120],
    sex: [120, 2],
    idNumber: [122, 30],
    country: [152, 6],
    name: [158, 30],
    ...DATES,
    birth: [220, 16],
    version: [236, 4],
    authority: [240, 8],
  },
  Y: {
    name: [0, 30],
    sex: [30, 2],
    renewals: [32, 4],
    birth: [36, 16],
    englishName: [52, 70],
    idNumber: [122, 36],
    ...DATES,
    englishMore: [220, 22],
    country: [242, 6],
    previousIdLink: [250, 6],
  },
} as const satisfies Record<CardData['layout'], Layout>

/** The card in the chip's 256 bytes. @throws {DeviceError} `unreadable`, naming the field and never its value. */
export function decodeCardText(bytes: Uint8Array): CardText {
  if (bytes.length !== SIZE) throw unreadable(`the text has ${bytes.length} bytes`)
  const letter = field(bytes, TYPE_LETTER)
  const layout = letter === '' ? 'resident' : letter
  if (!isLayout(layout)) throw unreadable('the type letter is not known')
  const fields: Fields = {}
  for (const [name, place] of Object.entries(LAYOUTS[layout])) fields[name] = field(bytes, place)
  return READERS[layout](fields)
}

/** Padding stands behind a name: the frame's one sum does not see two bytes that changed places, one of them of the padding. */
const NAME = /^\S+( \S+)*$/u

const READERS: { [L in CardData['layout']]: (fields: Fields) => CardText } = {
  resident: fields => ({
    layout: 'resident',
    ...common(fields),
    name: needed(fields, 'name', NAME),
    idNumber: citizenNumber(fields),
    nation: needed(fields, 'nation', /^\d\d$/),
    address: fields.address!,
    authority: fields.authority!,
  }),
  J: fields => ({
    layout: 'J',
    ...common(fields),
    name: needed(fields, 'name', NAME),
    idNumber: citizenNumber(fields, /^8[123]/),
    address: fields.address!,
    authority: fields.authority!,
    passNumber: needed(fields, 'passNumber', /^[0-9A-Z]{1,9}$/),
    issueCount: Number(needed(fields, 'issueCount', /^\d{1,2}$/)),
  }),
  I: fields => ({
    layout: 'I',
    ...common(fields),
    idNumber: needed(fields, 'idNumber', /^[A-Z]{3}\d{12}$/),
    englishName: needed(fields, 'englishName', /./),
    country: needed(fields, 'country', /^[A-Z]{3}$/),
    version: fields.version!,
    authority: fields.authority!,
  }),
  Y: fields => ({
    layout: 'Y',
    ...common(fields),
    idNumber: citizenNumber(fields, /^9/),
    // The name runs on in a second place; a space that falls on the seam was trimmed from the first.
    englishName: (fields.englishMore ? fields.englishName!.padEnd(35) : fields.englishName!) + fields.englishMore!,
    country: needed(fields, 'country', /^[A-Z]{3}$/),
    renewals: Number(needed(fields, 'renewals', /^\d{1,2}$/)),
    previousIdLink: fields.previousIdLink!,
  }),
}

function common(fields: Fields) {
  return {
    name: fields.name!,
    sex: needed(fields, 'sex', /^[0129]$/) as CardData['sex'],
    birth: date(fields, 'birth'),
    from: date(fields, 'from'),
    to: fields.to === '长期' ? 'long-term' : date(fields, 'to'),
  }
}

/**
 * The 256 bytes a chip would hold of `card`; what the simulator answers with.
 * @throws {RangeError} naming the field that is too long for its place.
 */
export function encodeCardText(card: CardText): Uint8Array {
  const view = new Uint16Array(SIZE / 2).fill(0x20)
  const fields = written(card)
  for (const [name, place] of Object.entries<readonly [number, number]>(LAYOUTS[card.layout])) {
    place16(view, place, name, fields[name] ?? '')
  }
  place16(view, TYPE_LETTER, 'layout', card.layout === 'resident' ? '' : card.layout)
  const bytes = new DataView(new ArrayBuffer(SIZE))
  view.forEach((unit, at) => {
    bytes.setUint16(at * 2, unit, true)
  })
  return new Uint8Array(bytes.buffer)
}

/** The fields as the chip writes them: dates without dashes, counts with two digits. */
function written(card: CardText): Fields {
  const texts = Object.entries(card).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value).padStart(2, '0') : value,
  ])
  const fields: Fields = Object.fromEntries(texts)
  for (const name of ['birth', 'from', 'to']) fields[name] = fields[name]!.replaceAll('-', '')
  if (card.to === 'long-term') fields.to = '长期'
  if (card.layout === 'Y') {
    fields.englishMore = card.englishName.slice(35)
    fields.englishName = card.englishName.slice(0, 35)
  }
  return fields
}

function place16(units: Uint16Array, [offset, length]: readonly [number, number], name: string, text: string): void {
  if (text.length > length / 2) throw new RangeError(`${name} has ${text.length} units, its place ${length / 2}`)
  for (let at = 0; at < text.length; at++) units[offset / 2 + at] = text.charCodeAt(at)
}

function field(bytes: Uint8Array, [offset, length]: readonly [number, number]): string {
  const text = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes.subarray(offset, offset + length))
  if (text.includes('\ufffd')) throw unreadable(`half a character at byte ${offset}`)
  const kept = text.replace(/[ \0]+$/, '')
  if (/\p{Cc}/u.test(kept)) throw unreadable(`a control character after byte ${offset}`)
  return kept
}

function needed(fields: Fields, name: string, form: RegExp): string {
  const value = fields[name]!
  if (!form.test(value)) throw unreadable(`${name} has a form no card has`)
  return value
}

function date(fields: Fields, name: string): string {
  const iso = isoDate(fields[name]!)
  if (!iso) throw unreadable(`${name} is no date`)
  return iso
}

function citizenNumber(fields: Fields, start = /^[1-9]/): string {
  const number = needed(fields, 'idNumber', start)
  if (!isCitizenNumber(number)) throw unreadable('the check digit of idNumber is wrong')
  return number
}

const isLayout = (letter: string): letter is CardData['layout'] => Object.hasOwn(LAYOUTS, letter)
const unreadable = (detail: string) => new DeviceError('unreadable', detail)
