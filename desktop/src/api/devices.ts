import { z } from 'zod'
import { call } from './call.ts'
import type { Download } from './files.ts'
import type { Status } from './sync.ts'

/** A serial line by its path. */
const SerialPath = z.string().regex(/^(\/dev\/(?!.*\.\.)[\w./-]{1,80}|COM\d{1,3})$/)

/** A program by its whole path and its arguments; `{wlt}` and `{picture}` in them stand for files. */
const PhotoDecoder = z.object({
  program: z.string().trim().min(1).max(300),
  args: z.array(z.string().min(1).max(300)).max(20),
})

export interface CardPhotoView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  decoder?: z.output<typeof PhotoDecoder>
}

/** Where a seal machine is: at an address of the office network (Modbus TCP), or on a serial line (Modbus RTU). */
export const SealPlace = z.object({
  /** The code on the machine, as it is registered at the centre. */
  id: z.string().trim().min(4).max(64),
  /** The Modbus unit. */
  unit: z.number().int().min(1).max(247),
  at: z.union([
    z.object({ host: z.string().trim().min(1).max(200), port: z.number().int().min(1).max(65_535) }),
    z.object({
      serial: z.string().trim().min(1).max(200),
      /** Bits per second. */
      baudRate: z.number().int().min(300).max(4_000_000),
      parity: z.enum(['none', 'even', 'odd']),
    }),
  ]),
})

const DeviceText = z.string().trim().min(1).max(300)

export const ScannerSetUp = z.object({
  /** SANE's name of it; its address on the network; NAPS2's name of it; or the folder that it saves its files to. */
  place: z.discriminatedUnion('by', [
    z.object({ by: z.literal('sane'), device: DeviceText, name: DeviceText }),
    z.object({
      by: z.literal('escl'),
      url: z.url({ protocol: /^https?$/ }).max(300),
      /** SHA-256 of its certificate, for one that is known by that alone. */
      fingerprint: z
        .string()
        .regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
        .optional(),
      name: DeviceText,
    }),
    z.object({ by: z.literal('naps2'), driver: z.enum(['wia', 'twain', 'escl']), device: DeviceText }),
    z.object({ by: z.literal('folder'), folder: DeviceText, name: DeviceText }),
  ]),
  /** How each scan is made. */
  defaults: z.object({
    dpi: z.number().int().min(75).max(1200),
    colour: z.enum(['colour', 'grey', 'lineart']),
    paper: z.enum(['A4', 'A5', 'card']),
    source: z.enum(['feeder', 'duplex', 'flatbed']),
  }),
})

export type ScannerSettings = z.output<typeof ScannerSetUp>

export interface SealView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  machine?: z.output<typeof SealPlace>
}

/** Millimetres: what is further off is no matter of calibration. */
const Offset = z.number().min(-20).max(20)

const Printer = z.object({
  /** The code on the machine, which print terminals are registered by. */
  id: z.string().trim().min(4).max(64),
  name: z.string().trim().min(1).max(50),
  kind: z.enum(['card-printer', 'document-printer']),
  /** IPP for paper and cards, or the bytes of sticker and ticket printers. */
  speaks: z.enum(['ipp', 'zpl', 'tspl', 'escpos']),
  /** Dots per inch of a sticker or ticket printer's head. */
  dpi: z.number().int().min(150).max(1200),
  /** ipp://host/path, for a queue of this machine ipp://localhost:631/printers/<queue>; else socket://host:9100, serial:<line> or usb:<vendor>:<product>:<serial number>. */
  uri: z
    .string()
    .trim()
    .max(300)
    .regex(
      /^(((ipps?|https?|socket):\/\/[^\s/]+(\/\S*)?)|serial:(\/dev\/(?!.*\.\.)[\w./-]{1,80}|COM\d{1,3})|usb:[0-9a-f]{4}:[0-9a-f]{4}:.{1,100})$/,
    ),
  /** SHA-256 of its own certificate, in hex; empty when the machine trusts it anyway. */
  fingerprint: z
    .string()
    .trim()
    .regex(/^([0-9a-fA-F]{2}:?){32}$|^$/),
  /** Millimetres by which prints are moved to the right and down. */
  x: Offset,
  y: Offset,
})

const Route = z.object({
  /** A template, its domain before it. */
  form: z.string().max(160),
  /** The id of a printer; the first there is of its kind, when empty. */
  printer: z.string().max(64),
  /** The printer's own name of a tray; its own choice when empty. */
  tray: z.string().trim().max(60),
  /** Which sides of a card are printed. */
  side: z.enum(['both', 'front', 'back']),
})

export type PrinterConfig = z.output<typeof Printer>

export type FormRoute = z.output<typeof Route>

/** The devices of this desk and how they are set up. */
export const DEVICES_CALLS = {
  /** The devices of this desk, each with what happened to it since the window was opened. */
  'devices.centre': call<DeviceEntry[]>()(z.object({})),
  /** Tries a device without using anything up. */
  'devices.test': call<DeviceTested>()(z.object({ id: z.string().max(200) })),
  /** What happened to the devices, as support reads it; nothing of a person is in it. */
  'devices.log': call<Download>()(z.object({})),
  /** The ID card reader as an administrator set it up at this machine. */
  'devices.cardReader': call<CardReaderView>()(z.object({})),
  /** Looks on USB, on HID and on every serial line, also those of `paths` that the system does not list. Nothing is read meanwhile. */
  'devices.findCardReader': call<CardReaderLine[]>()(z.object({ paths: z.array(SerialPath).max(8) })),
  /** Reads cards with this reader from now on; null with none. */
  'devices.useCardReader': call<CardReaderView>()(
    z.object({
      reader: z
        .object({
          port: z.object({ id: z.string().max(200), name: z.string().max(200) }),
          baudRate: z.number().int().min(300).max(4_000_000).exactOptional(),
          packing: z.enum(['bare', 'counted', 'numbered']).exactOptional(),
          reader: z.string().max(60),
          paths: z.array(SerialPath).max(8),
        })
        .nullable(),
    }),
  ),
  /** The program that makes a picture of the photo on a card's chip, as an administrator set it up. */
  'devices.cardPhoto': call<CardPhotoView>()(z.object({})),
  /** Decodes photos with this program from now on; null with none. */
  'devices.useCardPhoto': call<CardPhotoView>()(z.object({ decoder: PhotoDecoder.nullable() })),
  /** The seal machine as an administrator set it up at this window. */
  'devices.seals': call<SealView>()(z.object({})),
  /** Stamps with this machine from now on; null with none. */
  'devices.useSeals': call<SealView>()(z.object({ machine: SealPlace.nullable() })),
  /** The scanner as an administrator set it up at this window, and how it scans. */
  'devices.scanner': call<ScannerView>()(z.object({})),
  /** Looks on this machine and on the office's network; with an address, there alone. */
  'devices.findScanner': call<FoundScannerLine[]>()(z.object({ address: z.string().max(300).default('') })),
  /** Scans with this scanner, and in this way, from now on; null with none. */
  'devices.useScanner': call<ScannerView>()(z.object({ settings: ScannerSetUp.nullable() })),
  /** The printers of this machine, and which form goes to which. */
  'devices.printers': call<PrintersView>()(z.object({})),
  /** For administrators: these printers and these ways from now on, and no others. */
  'devices.putPrinters': call<PrintersView>()(
    z.object({ printers: z.array(Printer).max(12), forms: z.array(Route).max(200) }),
  ),
  /** For administrators: the printers on USB that take bytes and answer; `id` is the address of each. */
  'devices.findUsbPrinters': call<{ id: string; name: string }[]>()(z.object({})),
  /** For administrators: a page by which a printer's offset is measured. Answers how the print ended. */
  'devices.testPrint': call<{ ended: 'good' | 'void' | 'nothing' | 'uncertain'; text: string }>()(
    z.object({ printer: z.string().max(64) }),
  ),
  /** The reader of bar codes on a serial line, as an administrator set it up at this machine. */
  'devices.codeReader': call<CodeReaderView>()(z.object({})),
  /** Hears codes from this reader from now on; null from none. */
  'devices.useCodeReader': call<CodeReaderView>()(
    z.object({
      reader: z.object({ path: SerialPath, baudRate: z.number().int().min(300).max(4_000_000) }).nullable(),
    }),
  ),
} as const

export interface ScannerView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  settings?: ScannerSettings
}

export interface FoundScannerLine {
  place: ScannerSettings['place']
  name: string
}

/** A device in the device centre. */
export type DeviceEntry = Status['devices'][number] & {
  /** ISO 8601; absent when it was not used since the window was opened. */
  lastUse?: string
  /** Whether there is a test that uses nothing up. */
  testable: boolean
  /** The newest first. */
  happened: { at: string; state: Status['devices'][number]['state']; text: string }[]
}

export interface DeviceTested {
  ok: boolean
  text: string
}

export interface PrinterSettings {
  printers: PrinterConfig[]
  forms: FormRoute[]
}

export interface PrintersView extends PrinterSettings {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  /** How this machine is to be registered as a print terminal; empty texts while it has no address. */
  terminal: { ip: string; mac: string }
  /** Every form that is printed here. */
  templates: { form: string; label: string; kind: PrinterConfig['kind'] }[]
}

export interface CardReaderView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  reader?: SetUpReader
}

interface SetUpReader {
  port: { id: string; name: string }
  /** Bits per second of a serial line; absent of a reader on USB or HID. */
  baudRate?: number
  /** How a reader on HID packs its bytes; absent of others. */
  packing?: 'bare' | 'counted' | 'numbered'
  /** The number of its security module, as it is printed on the reader. */
  reader: string
}

/** A line on which a reader was looked for: the one that was found, or why there is none. */
export interface CardReaderLine {
  port: { id: string; name: string }
  found?: Omit<SetUpReader, 'port'>
  text?: string
}

export interface CodeReaderView {
  /** In the demo, where nothing is to be set up. */
  simulated: boolean
  reader?: { path: string; baudRate: number }
}
