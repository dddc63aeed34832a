import { DeviceError } from '../driver.ts'
import type { ScanAsk } from './scanner.ts'

/** What a scanner's own options allow, by name: words to choose from, or the least and most of a number. */
export type SaneOptions = ReadonlyMap<string, SaneOption>

type SaneOption = { words: readonly string[] } | { least: number; most: number } | { numbers: readonly number[] }

/** Millimetres, upright: ISO 216, and ID-1 of ISO/IEC 7810. */
export const PAPER_MM = { A4: [210, 297], A5: [148, 210], card: [85.6, 54] } as const

const OPTION = /^\s+--?([a-zA-Z][\w-]*)(\[?=\(yes\|no\)\]?)?(?:\s+(.+?))?\s+\[[^\]]*\]/

/** The options as `scanimage --help` lists them below the device's name. */
export function saneOptions(lines: readonly string[]): SaneOptions {
  const options = new Map<string, SaneOption>()
  for (const line of lines) {
    const found = OPTION.exec(line)
    if (!found) continue
    const [, name, yesNo, values = ''] = found
    options.set(name!, yesNo ? { words: ['yes', 'no'] } : valuesOf(values))
  }
  return options
}

function valuesOf(text: string): SaneOption {
  const range = /^(-?[\d.]+)\.\.(-?[\d.]+)/.exec(text)
  if (range) return { least: Number(range[1]), most: Number(range[2]) }
  const parts = text.replace(/(dpi|mm|pel|bit|%|us)$/, '').split('|')
  const numbers = parts.map(Number)
  return numbers.every(Number.isFinite) && text !== '' ? { numbers } : { words: parts }
}

const COLOUR = {
  colour: [/^colou?r$/i, /colou?r/i],
  grey: [/^gr[ae]y/i, /gr[ae]y/i],
  // A scanner without lines of its own gives greys, which the page's profile makes black and white.
  lineart: [/^lineart$/i, /lineart|black|binary|mono/i, /gr[ae]y/i],
} as const
const FEEDER = [
  /^adf front$/i,
  /^(adf|automatic document feeder|feeder)$/i,
  /simplex/i,
  /^(?!.*(duplex|back)).*(adf|feed)/i,
]
const DUPLEX = [/duplex/i]
const FLATBED = [/^flatbed$/i, /flatbed|platen|normal/i]

/**
 * The arguments by which `scanimage` does what is asked, in the order in which backends want them: the source decides what
 * the others may be. @throws {DeviceError} `protocol` when the scanner offers no such thing
 */
export function saneArguments(options: SaneOptions, ask: ScanAsk): string[] {
  return [
    ...sourceArguments(options, ask.source),
    ...word(options, 'mode', COLOUR[ask.colour]),
    ...resolution(options, ask.dpi),
    ...size(options, ask.paper),
  ]
}

function sourceArguments(options: SaneOptions, source: ScanAsk['source']): string[] {
  if (source === 'flatbed') return options.has('source') ? word(options, 'source', FLATBED) : []
  if (source === 'feeder')
    return [
      ...word(options, 'source', FEEDER),
      ...(options.has('adf-mode') ? word(options, 'adf-mode', [/simplex/i]) : []),
    ]
  if (pick(options, 'source', DUPLEX)) return word(options, 'source', DUPLEX)
  if (options.has('adf-mode')) return [...word(options, 'source', FEEDER), ...word(options, 'adf-mode', DUPLEX)]
  if (options.has('duplex')) return [...word(options, 'source', FEEDER), '--duplex=yes']
  throw new DeviceError('protocol', 'the scanner takes one side at a time')
}

function pick(options: SaneOptions, name: string, wanted: readonly RegExp[]): string | undefined {
  const option = options.get(name)
  if (!option || !('words' in option)) return undefined
  for (const form of wanted) {
    const found = option.words.find(one => form.test(one))
    if (found) return found
  }
  return undefined
}

function word(options: SaneOptions, name: string, wanted: readonly RegExp[]): string[] {
  const found = pick(options, name, wanted)
  if (!found) throw new DeviceError('protocol', `the scanner's ${name} has nothing of what was asked for`)
  return [`--${name}=${found}`]
}

function resolution(options: SaneOptions, dpi: number): string[] {
  const option = options.get('resolution')
  if (!option) return []
  if (!allows(option, dpi)) throw new DeviceError('protocol', `the scanner has no ${dpi} dpi`)
  return [`--resolution=${dpi}`]
}

function allows(option: SaneOption, value: number): boolean {
  if ('numbers' in option) return option.numbers.includes(value)
  return 'least' in option ? value >= option.least && value <= option.most : false
}

function size(options: SaneOptions, paper: ScanAsk['paper']): string[] {
  const [width, height] = PAPER_MM[paper]
  return [
    // Feeders centre narrow paper only when they are told how wide it is.
    ...millimetres(options, 'page-width', width),
    ...millimetres(options, 'page-height', height),
    ...millimetres(options, 'x', width),
    ...millimetres(options, 'y', height),
  ]
}

function millimetres(options: SaneOptions, name: string, wanted: number): string[] {
  const option = options.get(name)
  if (!option || !('least' in option)) return []
  const value = String(Math.min(wanted, option.most))
  return name.length === 1 ? [`-${name}`, value] : [`--${name}=${value}`]
}
