import { DeviceError } from '../driver.ts'
import { elements, textOf } from './escl-xml.ts'
import { PAPER_MM } from './sane-options.ts'
import type { ScanAsk } from './scanner.ts'

/** What one way of feeding allows. */
interface Input {
  /** Three-hundredths of an inch. */
  width: number
  height: number
  modes: readonly string[]
  formats: readonly string[]
  /** Dots per inch: those it names, or a range. */
  allows(dpi: number): boolean
}

export interface EsclCapabilities {
  name: string
  version: string
  flatbed?: Input
  feeder?: Input
  duplex?: Input
}

/** The answer to `ScannerCapabilities`. @throws {DeviceError} `protocol` when it is no such answer */
export function esclCapabilities(xml: string): EsclCapabilities {
  const [body] = elements(xml, 'ScannerCapabilities')
  if (body === undefined) throw new DeviceError('protocol', 'it does not say what it can')
  const input = (name: string) => elements(body, name).slice(0, 1).map(inputOf)[0]
  const [flatbed, feeder, duplex] = ['PlatenInputCaps', 'AdfSimplexInputCaps', 'AdfDuplexInputCaps'].map(input)
  return {
    name: (textOf(body, 'MakeAndModel') ?? '').slice(0, 120),
    version: textOf(body, 'Version') ?? '2.0',
    ...(flatbed && { flatbed }),
    ...(feeder && { feeder }),
    ...(duplex && { duplex }),
  }
}

function inputOf(xml: string): Input {
  const number = (from: string, name: string, otherwise: number) => wholeNumber(textOf(from, name)) ?? otherwise
  const all = (name: string) => elements(xml, name).map(text => text.trim())
  const ranges = elements(xml, 'XResolutionRange').map(range => [number(range, 'Min', 0), number(range, 'Max', 0)])
  const discrete = elements(xml, 'DiscreteResolution').map(one => number(one, 'XResolution', 0))
  return {
    width: number(xml, 'MaxWidth', 2550),
    height: number(xml, 'MaxHeight', 3508),
    modes: all('ColorMode'),
    formats: [...all('DocumentFormatExt'), ...all('DocumentFormat')],
    allows: dpi => discrete.includes(dpi) || ranges.some(([least, most]) => dpi >= least! && dpi <= most!),
  }
}

/** Up to seven digits, which no length or resolution passes; undefined for anything else. */
const wholeNumber = (text: string | undefined) => (/^[1-9]\d{0,6}$/.test(text ?? '') ? Number(text) : undefined)

const MODES = {
  colour: ['RGB24'],
  grey: ['Grayscale8'],
  // JPEG has no bilevel: then greys come, which the page's profile makes black and white.
  lineart: ['Grayscale8', 'RGB24'],
} as const
const SOURCES = { flatbed: 'flatbed', feeder: 'feeder', duplex: 'duplex' } as const

/** The body of a `ScanJobs` request. @throws {DeviceError} `protocol` when the scanner offers no such thing */
export function esclSettings(can: EsclCapabilities, ask: ScanAsk): string {
  const input = can[SOURCES[ask.source]]
  if (!input) throw new DeviceError('protocol', `it has no ${ask.source}`)
  if (!input.allows(ask.dpi)) throw new DeviceError('protocol', `it has no ${ask.dpi} dpi`)
  const mode = MODES[ask.colour].find(one => input.modes.includes(one))
  if (!mode) throw new DeviceError('protocol', `it has no ${ask.colour}`)
  if (input.formats.length && !input.formats.includes('image/jpeg')) throw new DeviceError('protocol', 'it has no JPEG')
  const [width, height] = PAPER_MM[ask.paper].map(mm => Math.round((mm / 25.4) * 300)) as [number, number]
  return `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>${/^\d+\.\d+$/.test(can.version) ? can.version : '2.0'}</pwg:Version>
<scan:Intent>Document</scan:Intent>
<pwg:ScanRegions><pwg:ScanRegion>
<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>
<pwg:Width>${Math.min(width, input.width)}</pwg:Width><pwg:Height>${Math.min(height, input.height)}</pwg:Height>
<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>
</pwg:ScanRegion></pwg:ScanRegions>
<pwg:InputSource>${ask.source === 'flatbed' ? 'Platen' : 'Feeder'}</pwg:InputSource>
${ask.source === 'flatbed' ? '' : `<scan:Duplex>${ask.source === 'duplex'}</scan:Duplex>\n`}<scan:ColorMode>${mode}</scan:ColorMode>
<scan:XResolution>${ask.dpi}</scan:XResolution><scan:YResolution>${ask.dpi}</scan:YResolution>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
</scan:ScanSettings>
`
}
